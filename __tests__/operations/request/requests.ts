/** Requests for tests: over the example fleet, or over a large one. */
import { join } from "node:path";
import { runbookInterface } from "../../../src/catalogue/runbook-interface";
import { ConfigurationError, type Problem } from "../../../src/diagnostics/errors";
import { loadFleet } from "../../../src/fleet/load";
import type { Account, Fleet } from "../../../src/fleet/model";
import { requestFromOptions } from "../../../src/operations/request/given";
import type { ResolvedRequest } from "../../../src/operations/request/request";
import { resolveRequest } from "../../../src/operations/request/resolve";
import type { StartRequest } from "../../../src/operations/request/schema";
import { checkOs } from "../../../runbooks/check-os";
import type { Runbook } from "../../../src/document/model";
import { shippedRunbooks } from "../../fixtures/shipped-runbooks";

export const fleet: Fleet = loadFleet(join(__dirname, "../../fixtures/example/fleet.yaml"), {
  runbooks: [...shippedRunbooks.keys()],
  runbook: (name) => {
    const runbook = shippedRunbooks.get(name);
    return runbook && runbookInterface(runbook);
  },
});

/** What a request for check-os comes to. */
export function resolved(
  request: Partial<StartRequest> = {},
  of: Fleet = fleet,
  runbook: Runbook = checkOs,
): ResolvedRequest {
  return resolveRequest(of, runbook, requestFromOptions({ runbook: runbook.name, ...request }, [], undefined));
}

/** The faults of a request for check-os. */
export function faults(
  request: Partial<StartRequest>,
  of: Fleet = fleet,
  runbook: Runbook = checkOs,
): readonly Problem[] {
  try {
    resolved(request, of, runbook);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

/** The example fleet with this many accounts below the root. */
export function largeFleet(accounts: number, changes: (index: number) => Partial<Account> = () => ({})): Fleet {
  const [first] = fleet.memberAccounts;
  if (first === undefined) throw new Error("the example has no member account");
  const memberAccounts = Array.from({ length: accounts }, (_, index) => ({
    ...first,
    id: String(200000000000 + index),
    name: `member-${index}`,
    ...changes(index),
  }));
  return { ...fleet, memberAccounts };
}
