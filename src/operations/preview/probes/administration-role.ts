/** The administration role is missing, or does not trust Systems Manager: nothing could start in any account. */
import { ADMINISTRATION_ROLE_NAME, administrationRoleArn } from "../../../fleet/names";
import type { Probe } from "../probe";
import { distrust } from "../trust";

export const administrationRole: Probe = {
  cause: "administration-role",
  cheap: true,
  async find({ fleet, facts }) {
    const { administratorAccount: account, homeRegion, partition } = fleet;
    const role = await facts.role(account.id, homeRegion, ADMINISTRATION_ROLE_NAME);
    if (role === undefined) return [];
    const finding = { cause: "administration-role", severity: "error", place: { accountId: account.id } } as const;
    if (role.value === undefined) {
      return [
        {
          ...finding,
          message: `There is no administration role ${administrationRoleArn(fleet)}. Without it, no execution starts in another account.`,
          remedy:
            "Deploy the administrator stack, and the member stacks: to their trust policies, a role that is created again is another one.",
          mend: { kind: "deploy", stacks: ["administrator", "member-*"] },
        },
      ];
    }
    const execution = `arn:${partition}:ssm:${homeRegion}:${account.id}:automation-execution/00000000-0000-4000-8000-000000000000`;
    const reason = distrust(
      role.value,
      { kind: "service", name: "ssm.amazonaws.com" },
      { "aws:SourceAccount": account.id, "aws:SourceArn": execution },
    );
    if (reason === undefined) return [];
    return [
      {
        ...finding,
        message: `Systems Manager cannot assume the administration role. ${reason}`,
        remedy: "Deploy the administrator stack, which has the role and its trust policy.",
        mend: { kind: "deploy", stacks: ["administrator"] },
      },
    ];
  },
};
