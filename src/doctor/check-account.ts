/** What Automation needs in one account: roles that trust the right principals, shared runbooks, and the settings of fleet.yaml. */
import { FLEETBOOK } from "../diagnostics/called-as";
import { automationSettings } from "../fleet/automation-settings";
import { centralTargets, type Account, type Fleet } from "../fleet/model";
import {
  ADMINISTRATION_ROLE_NAME,
  APPROVER_ROLE_NAME,
  executionRoleName,
  standardExecutionRoleName,
  READER_ROLE_NAME,
  stackName,
} from "../fleet/names";
import type { TrustingRole } from "../iam/decision/distrust";
import { administrationRoleDistrust } from "../operations/preview/probes/administration-role";
import { executionRoleDistrust } from "../operations/preview/probes/execution-role";
import { messageOf } from "../diagnostics/text/message-of";
import type { AccountReader } from "./account-reader";
import type { Area, Result } from "./result";

/** Answers what is asked of one account. */
export type AccountFacts = Pick<AccountReader, "role" | "setting" | "documentSharedWith">;

/** A role that an account has to have. */
interface ExpectedRole {
  readonly name: string;
  /** The stack that it is in. */
  readonly concern: "administrator" | "member";
  /** A sentence if it does not trust whom it has to. */
  readonly distrust?: (role: TrustingRole) => string | undefined;
}

/** @param deployed names of the stacks that have been deployed; what the others bring is not expected yet */
export async function checkAccount(
  fleet: Fleet,
  account: Account,
  facts: AccountFacts,
  deployed: ReadonlySet<string>,
): Promise<readonly Result[]> {
  const isDeployed = (concern: "administrator" | "member") => deployed.has(stackName(account, concern));
  const roles = expectedRoles(fleet, account).filter(({ concern }) => isDeployed(concern));
  const isAdministrator = account.id === fleet.administratorAccount.id && isDeployed("administrator");
  const found = await Promise.all([
    ...roles.map((role) => asked("roles", account, `the role ${role.name}`, () => checkRole(fleet, role, facts))),
    ...(isAdministrator ? checksOfRunbooks(fleet, account, facts) : []),
    ...account.regions.map((region) =>
      asked("settings", account, `the settings of Automation in ${region}`, () =>
        checkSettings(account, region, facts),
      ),
    ),
  ]);
  return found.flat();
}

function expectedRoles(fleet: Fleet, account: Account): readonly ExpectedRole[] {
  const executionRoles = new Set([
    standardExecutionRoleName(account),
    ...fleet.centralRunbooks
      .filter((central) => centralTargets(fleet, central).includes(account))
      .map((central) => executionRoleName(account, central)),
  ]);
  const distrust = (role: TrustingRole) => executionRoleDistrust(fleet, role);
  return [
    ...(account.id === fleet.administratorAccount.id
      ? [
          {
            ...{ name: ADMINISTRATION_ROLE_NAME, concern: "administrator" as const },
            distrust: (role: TrustingRole) => administrationRoleDistrust(fleet, role),
          },
        ]
      : []),
    ...(account.isTarget ? [...executionRoles].map((name) => ({ name, concern: "member" as const, distrust })) : []),
    ...(account.isTarget ? [{ name: READER_ROLE_NAME, concern: "member" as const }] : []),
    ...(account.isTarget && fleet.approverPrincipalArns.length > 0
      ? [{ name: APPROVER_ROLE_NAME, concern: "member" as const }]
      : []),
  ];
}

async function checkRole(
  fleet: Fleet,
  { name, concern, distrust }: ExpectedRole,
  facts: AccountFacts,
): Promise<Omit<Result, "area" | "account">> {
  const role = await facts.role(name, fleet.homeRegion);
  const remedy = deploy(concern);
  if (role === undefined) return { status: "fault", message: `There is no role ${name}.`, remedy };
  const message = distrust?.(role);
  return message === undefined
    ? {
        status: "ok",
        message: `The role ${name} is there${distrust === undefined ? "" : ", and its trust policy is right"}.`,
      }
    : { status: "fault", message, remedy };
}

/** Whether each central runbook is in each Region, and shared with the accounts where it acts. */
function checksOfRunbooks(fleet: Fleet, account: Account, facts: AccountFacts): readonly Promise<Result>[] {
  return fleet.centralRunbooks.flatMap((central) =>
    fleet.regions.map((region) =>
      asked("runbooks", account, `the runbook ${central.name} in ${region}`, async () => {
        const { name } = central;
        const remedy = deploy("administrator");
        const shared = await facts.documentSharedWith(name, region);
        if (shared === undefined)
          return { status: "fault", message: `There is no runbook ${name} in ${region}.`, remedy };
        const targets = central.shared ? centralTargets(fleet, central).filter(({ id }) => id !== account.id) : [];
        const left = targets.filter(({ id }) => !shared.has(id)).map((target) => target.name);
        return left.length === 0
          ? { status: "ok", message: `The runbook ${name} is in ${region}, shared with ${targets.length} accounts.` }
          : {
              ...{ status: "fault", remedy },
              message: `The runbook ${name} in ${region} is not shared with ${left.join(", ")}. AWS would say that the execution role cannot be assumed.`,
            };
      }),
    ),
  );
}

async function checkSettings(
  account: Account,
  region: string,
  facts: AccountFacts,
): Promise<Omit<Result, "area" | "account">> {
  const wanted = automationSettings(account, region);
  const values = await Promise.all(wanted.map(({ id }) => facts.setting(id, region)));
  const wrong = wanted.flatMap(({ id, value }, index) =>
    values[index] === value ? [] : [`${id} is ${values[index] ?? "unknown"}, and fleet.yaml says ${value}`],
  );
  return wrong.length === 0
    ? { status: "ok", message: `Automation in ${region} has the settings of fleet.yaml.` }
    : {
        status: "warning",
        message: `In ${region}, ${wrong.join("; ")}.`,
        remedy: deploy("member"),
      };
}

/** What was found, or that it could not be read. */
async function asked(
  area: Area,
  { name: account }: Account,
  what: string,
  ask: () => Promise<Omit<Result, "area" | "account">>,
): Promise<Result> {
  try {
    return { area, account, ...(await ask()) };
  } catch (error) {
    const message = `Not read: ${what}: ${messageOf(error)}.`;
    return { area, account, status: "unchecked", message, remedy: "Allow the deploy role to read it." };
  }
}

/** Without the account's name, so that accounts with the same fault have the same remedy. */
function deploy(concern: "administrator" | "member"): string {
  return `Deploy its ${concern} stack: ${FLEETBOOK} apply`;
}
