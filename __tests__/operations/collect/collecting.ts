/** A program that collects 300 instances of accounts without HTTP: `collecting.ts FOLDER`. A test kills it. */
import { setTimeout as sleep } from "node:timers/promises";
import { collectRun } from "../../../src/operations/collect/collect-run";
import { exampleFleet } from "../../stacks/example-fleet";
import { id, MANAGEMENT, REGION, runOn } from "./fake-aws";

const INSTANCES = 300;
const CALL_MILLISECONDS = 20;

async function main(): Promise<void> {
  const instances = Array.from({ length: INSTANCES }, (_, index) => `i-${index}`);
  const aws = runOn(instances);
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
  await collectRun({ fleet: exampleFleet, readers, executions: [found], folder: process.argv[2] ?? "" });
}

void main();
