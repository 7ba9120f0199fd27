/** The execution role of an account is missing, or trusts another administration role or organization. */
import { EXECUTION_ROLE_NAME, executionRoleName, stackName } from "../../../fleet/names";
import type { Account, Fleet } from "../../../fleet/model";
import { distrustOfAdministrationRole } from "../../../fleet/automation-trust";
import type { TrustingRole } from "../../../iam/decision/distrust";
import type { Finding } from "../finding";
import type { Probe, ProbeContext } from "../probe";

export const executionRole: Probe = {
  cause: "execution-role",
  cheap: false,
  async find(context) {
    const found = await Promise.all(context.accounts.map((account) => faultIn(context, account)));
    return found.flat();
  },
};

async function faultIn(context: ProbeContext, account: Account): Promise<readonly Finding[]> {
  const { fleet, request, facts } = context;
  const { places } = request;
  const name = request.executionRoleIn(account);
  // IAM is the same in every Region.
  const region = places.find((place) => place.account.id === account.id)?.region ?? fleet.homeRegion;
  const role = await facts.role(account.id, region, name);
  if (role === undefined) return [];
  const message =
    role.value === undefined ? `There is no execution role ${name}.` : executionRoleDistrust(fleet, role.value);
  if (message === undefined) return [];
  return [
    {
      cause: "execution-role",
      severity: "error",
      place: { accountId: account.id },
      message,
      ...remedyFor(context, account),
    },
  ];
}

/** A sentence if the execution role does not trust the administration role of this fleet; undefined if it does. */
export function executionRoleDistrust(fleet: Fleet, role: TrustingRole): string | undefined {
  const reason = distrustOfAdministrationRole(fleet, role);
  return reason === undefined
    ? undefined
    : `The execution role does not trust the administration role of this organization. ${reason}`;
}

function remedyFor({ fleet, request }: ProbeContext, account: Account): Pick<Finding, "remedy" | "mend"> {
  const name = request.executionRoleIn(account);
  if (name === account.existingExecutionRole) {
    return {
      remedy:
        "`executionRole` in the fleet file names this role, and Fleetbook leaves it as it is: create it or correct its trust, as docs/adoption.md says, or remove `executionRole`.",
    };
  }
  const own = [EXECUTION_ROLE_NAME, ...fleet.centralRunbooks.map((central) => executionRoleName(account, central))];
  if (!own.includes(name)) {
    return {
      remedy: "Name another role with --execution-role, or create this one with the trust of the standard role.",
    };
  }
  return {
    remedy: "Deploy the account's member stack, which has the execution roles.",
    mend: { kind: "deploy", stacks: [stackName(account, "member")] },
  };
}
