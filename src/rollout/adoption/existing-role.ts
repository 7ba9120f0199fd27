/**
 * Checks an execution role that stays as it is: that it exists, that it trusts what Automation needs, and that it may do what the
 * central runbooks need, as far as its policies can be read.
 */
import type { Problem } from "../../diagnostics/errors";
import { messageOf } from "../../diagnostics/text/message-of";
import type { Account, Fleet } from "../../fleet/model";
import { distrustOfAdministrationRole, distrustOfSystemsManager } from "../../fleet/automation-trust";
import { executionRoleArn } from "../../fleet/names";
import { MalformedPolicyDocument, parseIdentityPolicy } from "../../iam/decision/policy";
import { refusedActions, type MeantToDo } from "../../iam/decision/refused-actions";
import type { AccountReader } from "./clients";
import type { RoleAsItIs } from "./role";

export interface ExistingRoleFaults {
  /** Without the role, or without its trust, nothing runs in the account. */
  readonly problems: readonly Problem[];
  /** Full sentences. */
  readonly notes: readonly string[];
}

/** @param needs what the role is meant to do */
export async function existingRoleFaults(
  fleet: Fleet,
  account: Account,
  reader: AccountReader,
  needs: readonly MeantToDo[],
): Promise<ExistingRoleFaults> {
  const { existingExecutionRole: name } = account;
  if (name === undefined) return { problems: [], notes: [] };
  const remedy = `Correct it, as docs/adoption.md says, or remove \`executionRole\` of ${account.name} from the fleet file: Fleetbook then makes a role.`;
  const fault = (message: string): ExistingRoleFaults => ({
    problems: [{ place: `account ${account.name} (${account.id})`, message, remedy }],
    notes: [],
  });
  let role: Awaited<ReturnType<AccountReader["read"]>>;
  try {
    role = await reader.read({ kind: "role", name });
  } catch (error) {
    return {
      problems: [],
      notes: [`The execution role ${name} cannot be read, so nothing about it was checked: ${messageOf(error)}.`],
    };
  }
  if (role?.kind !== "role") return fault(`There is no role ${name}, which \`executionRole\` names.`);
  if (role.path !== "/") {
    return fault(
      `The role ${name} has the path ${role.path}. Automation names a role without a path, so it would not find it.`,
    );
  }
  const distrusted = trustFault(fleet, account, role.trustPolicy);
  if (distrusted !== undefined) return fault(distrusted);
  return {
    problems: [],
    notes: [...openTrust(fleet, account, role.trustPolicy), ...(await lacking(fleet, account, reader, role, needs))],
  };
}

function trustFault(fleet: Fleet, account: Account, trustPolicy: string): string | undefined {
  const role = { arn: executionRoleArn(fleet, account), trustPolicy };
  const byAdministrator = distrustOfAdministrationRole(fleet, role);
  if (byAdministrator !== undefined) {
    return `The execution role ${account.existingExecutionRole ?? ""} does not trust the administration role. ${byAdministrator}`;
  }
  const bySystemsManager = distrustOfSystemsManager(fleet, role, account.id);
  return bySystemsManager === undefined
    ? undefined
    : `The execution role ${account.existingExecutionRole ?? ""} does not trust Systems Manager, which runs each execution of the account with it. ${bySystemsManager}`;
}

/** AWS's template has no condition on the organization. */
function openTrust(fleet: Fleet, account: Account, trustPolicy: string): readonly string[] {
  const role = { arn: executionRoleArn(fleet, account), trustPolicy };
  if (distrustOfAdministrationRole(fleet, role, "o-anotherone") !== undefined) return [];
  return [
    `The execution role ${account.existingExecutionRole ?? ""} trusts the administration role without the condition aws:PrincipalOrgID, also after the account has left the organization.`,
  ];
}

async function lacking(
  fleet: Fleet,
  account: Account,
  reader: AccountReader,
  { name, inline, attached, permissionsBoundary }: RoleAsItIs,
  needs: readonly MeantToDo[],
): Promise<readonly string[]> {
  try {
    const documents = await reader.managedPolicies(attached);
    const [boundary] = await reader.managedPolicies(permissionsBoundary === undefined ? [] : [permissionsBoundary]);
    const refused = refusedActions(executionRoleArn(fleet, account), needs, {
      identity: [...Object.values(inline), ...documents].map((document) => parseIdentityPolicy(document)),
      boundary: boundary === undefined ? undefined : parseIdentityPolicy(boundary),
    });
    if (refused.length === 0) return [];
    return [`The execution role ${name} may not do what the central runbooks need: ${refused.join(", ")}.`];
  } catch (error) {
    if (!(error instanceof MalformedPolicyDocument) && !isAwsError(error)) throw error;
    return [
      `The policies of the execution role ${name} cannot be read, so it is not known whether it may do what the central runbooks need: ${messageOf(error)}.`,
    ];
  }
}

function isAwsError(error: unknown): boolean {
  return error instanceof Error && "$metadata" in error;
}
