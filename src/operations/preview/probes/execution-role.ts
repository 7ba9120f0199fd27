/** The execution role of an account is missing, or trusts another administration role or organization. */
import { administrationRoleArn, EXECUTION_ROLE_NAME, executionRoleName, stackName } from "../../../fleet/names";
import type { Account, Fleet } from "../../../fleet/model";
import type { Finding } from "../finding";
import type { RoleFacts } from "../ports";
import type { Probe, ProbeContext } from "../probe";
import { distrust } from "../trust";

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
  const { executionRoleName: name, places } = request;
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
export function executionRoleDistrust(fleet: Fleet, role: RoleFacts): string | undefined {
  const { administratorAccount, organization, partition } = fleet;
  const roleArn = administrationRoleArn(fleet);
  const roleName = roleArn.split("/").at(-1) ?? "";
  const reason = distrust(
    role,
    {
      kind: "role-session",
      roleArn,
      sessionArn: `arn:${partition}:sts::${administratorAccount.id}:assumed-role/${roleName}/Automation`,
      accountId: administratorAccount.id,
    },
    { "aws:PrincipalOrgID": organization.id },
  );
  return reason === undefined
    ? undefined
    : `The execution role does not trust the administration role of this organization. ${reason}`;
}

function remedyFor({ fleet, request }: ProbeContext, account: Account): Pick<Finding, "remedy" | "mend"> {
  const own = [EXECUTION_ROLE_NAME, ...fleet.centralRunbooks.map(executionRoleName)];
  if (!own.includes(request.executionRoleName)) {
    return {
      remedy: "Name another role with --execution-role, or create this one with the trust of the standard role.",
    };
  }
  return {
    remedy: "Deploy the account's member stack, which has the execution roles.",
    mend: { kind: "deploy", stacks: [stackName(account, "member")] },
  };
}
