/** Reads from moto the policies of one role, user or group: its inline ones, and which managed ones are attached to it. */
import {
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";

export type IdentityKind = "role" | "user" | "group";

/** Documents of the inline policies as JSON, by name. @throws NoSuchEntityException */
export async function inlinePolicies(
  iam: IAMClient,
  kind: IdentityKind,
  owner: string,
): Promise<ReadonlyMap<string, string>> {
  const [list, get] = {
    role: [
      () => iam.send(new ListRolePoliciesCommand({ RoleName: owner })),
      (PolicyName: string) => iam.send(new GetRolePolicyCommand({ RoleName: owner, PolicyName })),
    ] as const,
    user: [
      () => iam.send(new ListUserPoliciesCommand({ UserName: owner })),
      (PolicyName: string) => iam.send(new GetUserPolicyCommand({ UserName: owner, PolicyName })),
    ] as const,
    group: [
      () => iam.send(new ListGroupPoliciesCommand({ GroupName: owner })),
      (PolicyName: string) => iam.send(new GetGroupPolicyCommand({ GroupName: owner, PolicyName })),
    ] as const,
  }[kind];
  const names = (await list()).PolicyNames ?? [];
  const found = names.map(async (name) => [name, decodeURIComponent((await get(name)).PolicyDocument ?? "")] as const);
  return new Map(await Promise.all(found));
}

/** ARNs of the attached policies. @throws NoSuchEntityException */
export async function attachedPolicies(iam: IAMClient, kind: IdentityKind, owner: string): Promise<readonly string[]> {
  const { AttachedPolicies: attached = [] } = await {
    role: () => iam.send(new ListAttachedRolePoliciesCommand({ RoleName: owner })),
    user: () => iam.send(new ListAttachedUserPoliciesCommand({ UserName: owner })),
    group: () => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName: owner })),
  }[kind]();
  return attached.map(({ PolicyArn = "" }) => PolicyArn);
}
