/** Resolves the lists of runbooks: a name alone is a runbook without settings. */
import type { PolicyStatement } from "../../iam/statements/statement";
import type { AccountRunbook, CentralRunbook, OrganizationalUnit, RunbookPermissions } from "../model";
import type { RunbookPermissionsSettings } from "../schema/runbook-permissions";
import type { AccountRunbooksSettings, CentralRunbooksSettings } from "../schema/runbooks";

export function accountRunbooks(runbooks: AccountRunbooksSettings): readonly AccountRunbook[] {
  return runbooks
    .map(withSettings)
    .map(({ name, permissions }) => ({ name, permissions: runbookPermissions(permissions) }));
}

export function centralRunbooks(
  runbooks: CentralRunbooksSettings,
  units: readonly OrganizationalUnit[],
): readonly CentralRunbook[] {
  return runbooks.map(withSettings).map(({ name, shared, organizationalUnits, executionRole, permissions }) => ({
    name,
    shared: shared ?? true,
    organizationalUnitIds: organizationalUnits && unitIds(organizationalUnits, units),
    executionRole: executionRole ?? "standard",
    permissions: runbookPermissions(permissions),
  }));
}

function withSettings<Runbook extends object>(runbook: string | Runbook): Partial<Runbook> & { readonly name: string };
function withSettings(runbook: string | object): object {
  return typeof runbook === "string" ? { name: runbook } : runbook;
}

/** Ids of the units with these paths and of all units below them. */
function unitIds(paths: readonly string[], units: readonly OrganizationalUnit[]): readonly string[] {
  return units.filter((unit) => paths.some((path) => `${unit.path}/`.startsWith(`${path}/`))).map(({ id }) => id);
}

function runbookPermissions({
  derived = true,
  statements = [],
  managedPolicies = [],
}: RunbookPermissionsSettings = {}): RunbookPermissions {
  return { derived, statements: statements.map(policyStatement), managedPolicies };
}

function policyStatement({
  actions,
  resources,
  conditions,
}: NonNullable<RunbookPermissionsSettings["statements"]>[number]): PolicyStatement {
  return {
    actions,
    resources,
    ...(conditions !== undefined && {
      conditions: mapValues(conditions, (keys) => mapValues(keys, (values) => [values].flat())),
    }),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
