/** What all IAM roles of an account have in common, as arguments of their resources. */
import type { Account, Fleet } from "../../src/fleet/model";
import { managedPolicyArn } from "../../src/fleet/names";

/** Permissions boundary and tags, for every role. */
export function roleSettings(
  fleet: Fleet,
  account: Account,
): { readonly permissionsBoundary?: string; readonly tags?: Record<string, string> } {
  const { permissionsBoundary: boundary } = account.roles;
  return {
    ...(boundary !== undefined && { permissionsBoundary: managedPolicyArn(fleet, account, boundary.policy) }),
    ...roleTags(account),
  };
}

/** The tags alone, for what belongs to a role. */
export function roleTags({ roles: { tags } }: Account): { readonly tags?: Record<string, string> } {
  return Object.keys(tags).length === 0 ? {} : { tags: { ...tags } };
}
