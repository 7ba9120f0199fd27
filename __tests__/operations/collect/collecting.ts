/** A program that collects 300 instances of accounts without HTTP: `collecting.ts FOLDER`. A test kills it. */
import { setTimeout as sleep } from "node:timers/promises";
import { collectRun } from "../../../src/operations/collect/collect-run";
import { exampleFleet } from "../../stacks/example-fleet";
import { accountStep, commandStep, DEV, execution, FakeAws, id, MANAGEMENT, REGION, withTargets } from "./fake-aws";

const INSTANCES = 300;
const CALL_MILLISECONDS = 20;

async function main(): Promise<void> {
  const instances = Array.from({ length: INSTANCES }, (_, index) => `i-${index}`);
  const aws = new FakeAws({
    [MANAGEMENT]: {
      executions: [execution(1, { TargetLocations: [{ Accounts: [DEV], Regions: [REGION] }] })],
      steps: { [id(1)]: [accountStep(DEV, id(10))] },
    },
    [DEV]: {
      executions: [
        withTargets(10, {
          ParentAutomationExecutionId: id(1),
          ResolvedTargets: { ParameterValues: instances, Truncated: false },
        }),
        ...instances.map((instance, index) =>
          execution(1000 + index, { ParentAutomationExecutionId: id(10), Target: instance }),
        ),
      ],
      steps: Object.fromEntries(
        instances.map((instance, index) => [id(1000 + index), [commandStep("Ask", `answer of ${instance}`)]]),
      ),
    },
  });
  const slow: typeof aws.at = async (accountId, region) => {
    const reader = await aws.at(accountId, region);
    return {
      ...reader,
      steps: async (of) => {
        await sleep(CALL_MILLISECONDS);
        return reader.steps(of);
      },
    };
  };
  const readers = { caller: aws.caller, at: slow, sharedWith: () => aws.sharedWith() };
  const reader = await slow(MANAGEMENT, REGION);
  const found = { execution: await reader.execution(id(1)), place: { accountId: MANAGEMENT, region: REGION }, reader };
  await collectRun({ fleet: exampleFleet, readers, found, folder: process.argv[2] ?? "" });
}

void main();
