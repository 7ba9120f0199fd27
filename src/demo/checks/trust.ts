/** Who may assume an execution role. This calls AWS STS and does not read the policy. */
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { executionRoleArn } from "../../fleet/names";
import { equals, type Access, type CheckContext, type Fact } from "./check";

/** The administration role may assume the account's execution role; an administrator of either account may not. */
export async function onlyTheAdministrationRoleMayAssume(context: CheckContext): Promise<readonly Fact[]> {
  const { fleet, account, administrationRole, operator, access } = context;
  const role = executionRoleArn(fleet, account);
  const outcomes = await Promise.all([administrationRole, operator, access()].map((who) => assume(who, role)));
  return [
    equals(account, "execution role is assumed by the administration role, not by operators", outcomes, [
      "assumed",
      "AccessDenied",
      "AccessDenied",
    ]),
  ];
}

async function assume(who: Access, RoleArn: string): Promise<string> {
  try {
    await new STSClient(who).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "fleetbook-check" }));
    return "assumed";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}
