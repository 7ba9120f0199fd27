/** Whether a role trusts what Automation assumes it with, decided as IAM decides it. */
import { distrust, type TrustingRole } from "../iam/decision/distrust";
import type { Fleet } from "./model";
import { administrationRoleArn } from "./names";

/**
 * A sentence that says why the role does not trust the fleet's administration role; undefined if it does.
 * @param organizationId of the organization that the administration role is in
 */
export function distrustOfAdministrationRole(
  fleet: Fleet,
  role: TrustingRole,
  organizationId: string = fleet.organization.id,
): string | undefined {
  const { administratorAccount, partition } = fleet;
  const roleArn = administrationRoleArn(fleet);
  const roleName = roleArn.split("/").at(-1) ?? "";
  const sessionArn = `arn:${partition}:sts::${administratorAccount.id}:assumed-role/${roleName}/Automation`;
  const principal = { kind: "role-session", roleArn, sessionArn, accountId: administratorAccount.id } as const;
  return distrust(role, principal, { "aws:PrincipalOrgID": organizationId });
}

/** A sentence that says why the role does not trust Systems Manager for an execution of this account; undefined if it does. */
export function distrustOfSystemsManager(
  { partition, homeRegion }: Fleet,
  role: TrustingRole,
  accountId: string,
): string | undefined {
  const execution = `arn:${partition}:ssm:${homeRegion}:${accountId}:automation-execution/00000000-0000-4000-8000-000000000000`;
  return distrust(
    role,
    { kind: "service", name: "ssm.amazonaws.com" },
    { "aws:SourceAccount": accountId, "aws:SourceArn": execution },
  );
}
