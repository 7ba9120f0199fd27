/** How the accounts' roles are assumed, for everything that deploys: Terraform's providers and backends, and AWS clients. */
import type { Account, AssumedRole, Fleet } from "./model";
import { planRoleArn, roleArn } from "./names";

/** What is asked of AssumeRole. */
export interface RoleSession {
  readonly arn: string;
  readonly sessionName: string;
  readonly externalId?: string;
  /** Session tags; at least one. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** With which role somebody works in an account; undefined: with the caller's own credentials. */
export type SessionOf = (fleet: Fleet, account: Account) => RoleSession | undefined;

/** The role that deploys the account's stacks. */
export const deploySession: SessionOf = (fleet, account) => sessionOf(fleet, account, account.deployRole);

/** The role that creates what the deploy role needs, and the deploy role itself if it is one of Fleetbook's. */
export const bootstrapSession: SessionOf = (fleet, account) => {
  const { deployRole: role } = account;
  return sessionOf(fleet, account, role?.created === undefined ? role : role.created.by);
};

/** The role that the account's stacks are planned with. */
export const planSession: SessionOf = (fleet, account) => ({
  arn: planRoleArn(fleet, account),
  sessionName: "fleetbook",
});

function sessionOf(fleet: Fleet, { id }: Account, role: AssumedRole | undefined): RoleSession | undefined {
  if (role === undefined) return undefined;
  const { sessionName, externalId, tags } = role;
  return {
    arn: roleArn(fleet, id, pathAndName(role)),
    sessionName,
    ...(externalId !== undefined && { externalId }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

/** `team/name`, as it stands in an ARN. */
export function pathAndName({ path, name }: Pick<AssumedRole, "path" | "name">): string {
  return `${path.slice(1)}${name}`;
}
