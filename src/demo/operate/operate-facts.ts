/** What is expected of previews, waves, a retry and a comparison. */
import type { Account, Fleet } from "../../fleet/model";
import type { Comparison } from "../../operations/compare/compare";
import type { RunView } from "../../operations/fold/run-view";
import type { Preview } from "../../operations/preview/preview";
import { equals, type Fact } from "../checks/check";
import type { PlacedInstance } from "./faults";

/** The account that somebody has taken the runbook from is found, with the stack that mends it, and nothing else. */
export function plantedFacts({ findings }: Preview, account: Account): readonly Fact[] {
  return [
    equals(
      account,
      "preview names the runbook that is not shared, and the stack that mends it",
      errors(findings).map(({ cause, place, mend }) => [cause, place.accountId, mend]),
      [["runbook-not-shared", account.id, { kind: "deploy", stacks: ["administrator"] }]],
    ),
  ];
}

export function previewFacts({ findings }: Preview, { administratorAccount }: Fleet): readonly Fact[] {
  return [equals(administratorAccount, "preview finds nothing that would go wrong", errors(findings), [])];
}

/** @param said what was told of the waves, in its order */
export function waveFacts(said: readonly string[], { administratorAccount }: Fleet): readonly Fact[] {
  return [
    equals(administratorAccount, "first wave held before the second one started", said, [
      ...["started canary", "held canary", "started 100%"],
    ]),
  ];
}

/** @param retry the results of the retry alone, without those of the run before */
export function retriedFacts({ instances }: RunView, failing: PlacedInstance): readonly Fact[] {
  return [
    equals(
      failing.account,
      "retry ran check-os on the failed instance alone",
      instances.map(({ accountId, region, instance, status }) => [accountId, region, instance, status]),
      [[failing.account.id, failing.region, failing.id, "Success"]],
    ),
  ];
}

export function comparisonFacts(
  { appeared, gone, unknown, statuses }: Comparison,
  { account, id }: PlacedInstance,
): readonly Fact[] {
  const named = (instances: Comparison["gone"]) => instances.map(({ instance }) => instance);
  return [
    equals(
      account,
      "report diff names the repaired instance alone",
      {
        ...{ appeared: named(appeared), gone: named(gone), unknown: named(unknown) },
        changed: statuses.map(({ before, after, instances }) => [before, after, named(instances)]),
      },
      { appeared: [], gone: [], unknown: [], changed: [["TimedOut", "Success", [id]]] },
    ),
  ];
}

function errors(findings: Preview["findings"]): Preview["findings"] {
  return findings.filter(({ severity }) => severity === "error");
}
