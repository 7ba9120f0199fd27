/** Whoever starts passes the administration role to Systems Manager, and needs `iam:PassRole` for it. */
import { administrationRoleArn } from "../../../fleet/names";
import type { Mend } from "../finding";
import type { Probe } from "../probe";
import { QUIET_SANDBOX } from "../../../diagnostics/called-as";

const POLICY_NAME = "PassAutomationAdministrationRole";

export const passRole: Probe = {
  cause: "pass-role",
  cheap: true,
  async find({ fleet, facts }) {
    const { administratorAccount: account } = fleet;
    const { arn, accountId } = facts.caller;
    const finding = { cause: "pass-role", severity: "error", place: { accountId: account.id } } as const;
    if (accountId !== account.id) {
      return [
        {
          ...finding,
          message: `Your credentials belong to account ${accountId} (${arn}). Executions start in the administrator account, and a role cannot be passed across accounts.`,
          remedy: `Use credentials of account ${account.name} (${account.id}). In the sandbox: eval "$(${QUIET_SANDBOX} env)".`,
        },
      ];
    }
    const role = administrationRoleArn(fleet);
    const allowed = await facts.mayPassRole(role);
    if (allowed?.value !== false) return [];
    const mend = mendOf(arn, role, account.id);
    return [
      {
        ...finding,
        message: `${arn} may not pass the administration role (iam:PassRole on ${role}), so StartAutomationExecution would be refused.`,
        remedy:
          mend === undefined
            ? "Allow iam:PassRole on this role in the permission set that you sign in with, with the condition iam:PassedToService = ssm.amazonaws.com."
            : "Let an administrator of the account allow it.",
        ...(mend !== undefined && { mend }),
      },
    ];
  },
};

/** Undefined for roles of IAM Identity Center, whose policies come from its permission sets. */
function mendOf(arn: string, roleArn: string, accountId: string): Mend | undefined {
  // A user's ARN has its path before the name, that of a session has the session after the name.
  const [, user, role] = /:user\/(?:.*\/)?([^/]+)$|:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if ((user ?? role ?? "AWSReservedSSO_").startsWith("AWSReservedSSO_")) return undefined;
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: roleArn,
        Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
      },
    ],
  });
  const who = user === undefined ? `put-role-policy --role-name ${role}` : `put-user-policy --user-name ${user}`;
  return {
    kind: "run",
    command: `aws iam ${who} --policy-name ${POLICY_NAME} --policy-document '${policy}'`,
    accountId,
  };
}
