/** Records for tests. */
import type { ExecutionRecord, Run, StepRecord } from "../../../src/operations/results/schema";

export const PARENT_ID = "11111111-1111-4111-8111-111111111111";

export const run: Run = {
  version: 1,
  executionId: PARENT_ID,
  accountId: "111111111111",
  region: "ap-northeast-1",
  document: "check-os",
  documentVersion: "1",
  status: "Success",
  startTime: "2026-11-29T09:00:00.000Z",
  endTime: "2026-11-29T09:01:00.000Z",
  parameters: {},
  targets: [],
  accounts: [
    { id: "111111111111", name: "management", organizationalUnit: "" },
    { id: "222222222222", name: "app-dev", organizationalUnit: "workloads" },
    { id: "333333333333", name: "app-staging", organizationalUnit: "workloads" },
    { id: "444444444444", name: "app-prod", organizationalUnit: "workloads/production" },
  ],
  collectedAt: "2026-11-29T09:02:00.000Z",
  complete: true,
};

/** An execution on one instance, with `changes`. */
export function executionOf(instance: string, changes: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    kind: "execution",
    level: "instance",
    accountId: "222222222222",
    region: "ap-northeast-1",
    executionId: `execution-of-${instance}`,
    instance,
    status: "Success",
    startTime: "2026-11-29T09:00:10.000Z",
    endTime: "2026-11-29T09:00:20.000Z",
    ...changes,
  };
}

/** A step on one instance, with `changes`. */
export function stepOf(instance: string, step: string, changes: Partial<StepRecord> = {}): StepRecord {
  return {
    kind: "step",
    accountId: "222222222222",
    region: "ap-northeast-1",
    executionId: `execution-of-${instance}`,
    instance,
    step,
    stepExecutionId: `${step}-of-${instance}`,
    index: 0,
    action: "aws:runCommand",
    status: "Success",
    startTime: "2026-11-29T09:00:10.000Z",
    endTime: "2026-11-29T09:00:12.000Z",
    inputs: {},
    ...changes,
  };
}
