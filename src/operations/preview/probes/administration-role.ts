/** The administration role is missing, or does not trust Systems Manager: nothing could start in any account. */
import { ADMINISTRATION_ROLE_NAME, administrationRoleArn } from "../../../fleet/names";
import type { Fleet } from "../../../fleet/model";
import { distrustOfSystemsManager } from "../../../fleet/automation-trust";
import type { TrustingRole } from "../../../iam/decision/distrust";
import type { Probe } from "../probe";

export const administrationRole: Probe = {
  cause: "administration-role",
  cheap: true,
  async find({ fleet, facts }) {
    const { administratorAccount: account, homeRegion } = fleet;
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
    const message = administrationRoleDistrust(fleet, role.value);
    if (message === undefined) return [];
    return [
      {
        ...finding,
        message,
        remedy: "Deploy the administrator stack, which has the role and its trust policy.",
        mend: { kind: "deploy", stacks: ["administrator"] },
      },
    ];
  },
};

/** A sentence if Systems Manager cannot assume the administration role; undefined if it can. */
export function administrationRoleDistrust(fleet: Fleet, role: TrustingRole): string | undefined {
  const reason = distrustOfSystemsManager(fleet, role, fleet.administratorAccount.id);
  return reason === undefined ? undefined : `Systems Manager cannot assume the administration role. ${reason}`;
}
