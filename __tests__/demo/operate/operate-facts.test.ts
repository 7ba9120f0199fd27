import {
  comparisonFacts,
  plantedFacts,
  previewFacts,
  retriedFacts,
  waveFacts,
} from "../../../src/demo/operate/operate-facts";
import type { Fact } from "../../../src/demo/checks/check";
import { compareRuns } from "../../../src/operations/compare/compare";
import { viewRun } from "../../../src/operations/fold/run-view";
import { preview } from "../../../src/operations/preview/preview";
import type { ResultRecord } from "../../../src/operations/results/schema";
import { answering, Outputs, storedRun } from "../../operations/fold/stored";
import { DEV, entry, fakeReader, PROD, request, STAGING } from "../../operations/preview/fake-preview";
import { accountOf, exampleFleet } from "../../stacks/example-fleet";

const prod = accountOf(exampleFleet, "app-prod");
const failing = { account: prod, region: "ap-northeast-1", id: "i-prod" };
const outputs = new Outputs();
const of = (accountId: string, instance: string, status = "Success") =>
  answering(outputs, [{ accountId, instance, text: "up", changes: { status } }]);
const run = (...records: readonly (readonly ResultRecord[])[]) => storedRun(records.flat(), outputs);
const hold = (facts: readonly Fact[]) => facts.map(({ holds }) => holds);

describe("the demo's expectations of an operator", () => {
  it("hold of a preview that names the account without the runbook, and of no other preview", async () => {
    const sharedWith = (...ids: string[]) =>
      preview({
        ...{ fleet: exampleFleet, request, entry },
        reader: fakeReader({ sharedWith: () => Promise.resolve(ids) }),
      });
    const [planted, healthy, worse] = [
      await sharedWith(DEV, STAGING),
      await sharedWith(DEV, STAGING, PROD),
      await sharedWith(DEV),
    ];
    expect([planted, healthy, worse].flatMap((each) => hold(plantedFacts(each, prod)))).toEqual([true, false, false]);
    expect([planted, healthy].flatMap((each) => hold(previewFacts(each, exampleFleet)))).toEqual([false, true]);
  });

  it("hold of waves only if the first one has held before the second one starts", () => {
    const facts = (...said: string[]) => hold(waveFacts(said, exampleFleet));
    expect(facts("started canary", "held canary", "started 100%")).toEqual([true]);
    expect(facts("started canary", "started 100%", "held canary")).toEqual([false]);
  });

  it("hold of a retry that touched the failed instance and no other", async () => {
    const facts = async (...records: readonly (readonly ResultRecord[])[]) =>
      hold(retriedFacts(await viewRun(run(...records)), failing));
    expect(await facts(of(PROD, "i-prod"))).toEqual([true]);
    expect(await facts(of(PROD, "i-prod"), of(DEV, "i-dev"))).toEqual([false]);
    expect(await facts(of(PROD, "i-prod", "Failed"))).toEqual([false]);
  });

  it("hold of a comparison that names the repaired instance alone", async () => {
    const before = run(of(DEV, "i-dev"), of(PROD, "i-prod", "TimedOut"));
    const facts = async (...records: readonly (readonly ResultRecord[])[]) =>
      hold(comparisonFacts(await compareRuns(before, run(...records)), failing));
    expect(await facts(of(DEV, "i-dev"), of(PROD, "i-prod"))).toEqual([true]);
    expect(await facts(of(DEV, "i-dev", "Failed"), of(PROD, "i-prod"))).toEqual([false]);
    expect(await facts(of(PROD, "i-prod"))).toEqual([false]);
  });
});
