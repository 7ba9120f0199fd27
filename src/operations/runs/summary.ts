/** What a start is about to do, for its confirmation. */
import type { AutomationExecutionMetadata } from "@aws-sdk/client-ssm";
import { counted } from "../../diagnostics/counted";
import { groupBy } from "../../diagnostics/group-by";
import { assumeRoleParameter } from "../../document/permissions/role-permissions";
import { partsOf } from "../request/parts";
import { accountsOf, type ResolvedRequest } from "../request/request";

/** Accounts that are named; more are counted. */
const NAMED = 8;

/** @param running executions of the same runbook that have not ended */
export function summaryOf(
  request: ResolvedRequest,
  running: readonly Pick<AutomationExecutionMetadata, "AutomationExecutionId" | "ExecutedBy">[] = [],
): readonly string[] {
  const { documentName, documentVersion, places, limits } = request;
  const accounts = accountsOf(places).map(({ name }) => name);
  const regions = [...new Set(places.map(({ region }) => region))];
  const waves = request.waves ?? [{ places }];
  const parts = waves.reduce((sum, wave) => sum + partsOf({ ...request, places: wave.places }).length, 0);
  return [
    `${documentName}, ${documentVersion === undefined ? "default version" : `version ${documentVersion}`}, in ${counted(accounts.length, "account")}`,
    `  accounts    ${listed(accounts)}`,
    `  Regions     ${regions.join(", ")}`,
    `  targets     ${targetsText(request)}`,
    ...listedText(request),
    ...parametersText(request),
    ...rolesText(request),
    `  limits      ${limits.maxConcurrency} instances at a time in an account, until errors exceed ${limits.maxErrors};`,
    `              ${limits.accountConcurrency} accounts at a time, until errors exceed ${limits.accountErrors}`,
    ...wavesText(request),
    ...(parts > waves.length ? [`  calls       ${parts}: one does not take so many`] : []),
    ...running.map(
      ({ AutomationExecutionId: id = "", ExecutedBy: by = "" }) => `  running     ${id} of the same runbook, by ${by}`,
    ),
  ];
}

/** The role; if accounts have different ones, each with its accounts. */
function rolesText({ places, executionRoleIn }: ResolvedRequest): readonly string[] {
  const byRole = groupBy(accountsOf(places), executionRoleIn);
  return [...byRole].map(([role, accounts], index) => {
    const where = byRole.size === 1 ? "" : ` in ${listed(accounts.map(({ name }) => name))}`;
    return `  ${index === 0 ? "role " : "     "}       ${role}${where}`;
  });
}

/** Names, of which a long list shows the first. */
function listed(names: readonly string[]): string {
  const named = names.length > NAMED ? [...names.slice(0, NAMED), `and ${names.length - NAMED} more`] : names;
  return named.join(", ");
}

function wavesText({ waves = [] }: ResolvedRequest): readonly string[] {
  return waves.map(({ name, places, gate }, index) => {
    const { maxErrors, waitSeconds, alarm, confirm } = gate;
    const then = [
      `if at most ${maxErrors} fail`,
      ...(waitSeconds === undefined ? [] : [`after ${waitSeconds} s`]),
      ...(alarm === undefined ? [] : [`if the alarm ${alarm.name} is OK`]),
      ...(confirm === true ? ["after a confirmation"] : []),
    ];
    const isLast = index === waves.length - 1;
    const ids = places.flatMap(({ instances = [] }) => instances);
    const size = ids.length === 0 ? "" : `${counted(ids.length, "instance")} in `;
    const what = `${name}: ${size}${counted(accountsOf(places).length, "account")}${isLast ? "" : `; the next one ${then.join(", ")}`}`;
    return `  ${index === 0 ? "waves " : "      "}      ${what}`;
  });
}

/** What was listed, because waves take shares of it. */
function listedText({ places, leftOut }: ResolvedRequest): readonly string[] {
  if (leftOut === undefined) return [];
  const ids = places.flatMap(({ instances = [] }) => instances);
  return [
    `  instances   ${ids.length}, listed now: what joins later is not in the run`,
    ...(leftOut.length === 0 ? [] : [`              none in ${listed(leftOut.map(({ name }) => name))}: left out`]),
  ];
}

function targetsText(request: ResolvedRequest): string {
  const { targets, targetParameter, places } = request;
  const ids = places.flatMap(({ instances = [] }) => instances);
  if (ids.length > 0 && request.leftOut === undefined)
    return ids.length > NAMED ? counted(ids.length, "instance") : ids.join(", ");
  if (targetParameter === undefined) return "none: it runs once in each account and Region";
  return targets
    .map(({ Key, Values }) => (Key === "AWS::EC2::Instance" ? "every instance" : `${Key}=${Values.join(",")}`))
    .join(" and ");
}

function parametersText({ parameters, runbook }: ResolvedRequest): readonly string[] {
  const role = assumeRoleParameter(runbook.document);
  const given = Object.entries(parameters).filter(([name]) => name !== role);
  if (given.length === 0) return [];
  return [`  parameters  ${given.map(([name, values]) => `${name}=${values.join(",")}`).join(", ")}`];
}
