/** The filters of DescribeAutomationExecutions and DescribeAutomationStepExecutions. */
import {
  AutomationExecutionFilterKey,
  AutomationExecutionStatus,
  AutomationType,
  StepExecutionFilterKey,
} from "@aws-sdk/client-ssm";
import type { ExecutionRecord, StepRecord } from "../../../engine/records";
import { AwsError } from "../../protocol/aws-error";
import { list, required, structure, text } from "../../protocol/constraints";
import { automationType } from "./answers";

/** A filter of the API. A record must match all filters, each by any of its values. */
interface Filter<Key extends string> {
  readonly Key?: Key | undefined;
  readonly Values?: readonly string[] | undefined;
}

type Test<Item> = (item: Item, value: string) => boolean;

interface FilterKind<Item> {
  readonly matches: Test<Item>;
  /** Whether the value is valid for this filter. @default every value is valid */
  readonly accepts?: (value: string) => boolean;
}

/** An execution with the keys of its tags. */
export interface FilteredExecution {
  readonly record: ExecutionRecord;
  readonly tagKeys: () => readonly string[];
}

const values = required(list(text({ min: 1, max: 150 }), { min: 1, max: 10 }));

export const executionFilters = list(
  structure({ Key: required(text({ values: Object.values(AutomationExecutionFilterKey) })), Values: values }),
  { min: 1, max: 10 },
);

export const stepFilters = list(
  structure({ Key: required(text({ values: Object.values(StepExecutionFilterKey) })), Values: values }),
  { min: 1, max: 6 },
);

const isStatus = oneOf(Object.values(AutomationExecutionStatus));

const EXECUTION_FILTERS: Readonly<Record<AutomationExecutionFilterKey, FilterKind<FilteredExecution>>> = {
  DocumentNamePrefix: { matches: ({ record }, value) => record.DocumentName.startsWith(value) },
  ExecutionStatus: { accepts: isStatus, matches: ({ record }, value) => record.AutomationExecutionStatus === value },
  ExecutionId: { matches: ({ record }, value) => record.AutomationExecutionId === value },
  ParentExecutionId: { matches: ({ record }, value) => record.ParentAutomationExecutionId === value },
  CurrentAction: { matches: ({ record }, value) => record.CurrentAction === value },
  StartTimeBefore: { accepts: isTime, matches: ({ record }, value) => isBefore(record.ExecutionStartTime, value) },
  StartTimeAfter: { accepts: isTime, matches: ({ record }, value) => isAfter(record.ExecutionStartTime, value) },
  AutomationType: {
    accepts: oneOf(Object.values(AutomationType)),
    matches: ({ record }, value) => automationType(record) === value,
  },
  TagKey: { matches: ({ tagKeys }, value) => tagKeys().includes(value) },
  TargetResourceGroup: {
    matches: ({ record }, value) =>
      record.Targets.some(({ Key, Values }) => Key === "ResourceGroup" && Values.includes(value)),
  },
  // The sandbox has no change requests, access requests or OpsItems, so no execution belongs to one.
  AutomationSubtype: { accepts: oneOf(["ChangeRequest", "AccessRequest"]), matches: () => false },
  OpsItemId: { matches: () => false },
};

const STEP_FILTERS: Readonly<Record<StepExecutionFilterKey, FilterKind<StepRecord>>> = {
  StartTimeBefore: { accepts: isTime, matches: (step, value) => isBefore(step.ExecutionStartTime, value) },
  StartTimeAfter: { accepts: isTime, matches: (step, value) => isAfter(step.ExecutionStartTime, value) },
  StepExecutionStatus: { accepts: isStatus, matches: (step, value) => step.StepStatus === value },
  StepExecutionId: { matches: (step, value) => step.StepExecutionId === value },
  StepName: { matches: (step, value) => step.StepName === value },
  Action: { matches: (step, value) => step.Action === value },
  ParentStepExecutionId: { matches: (step, value) => step.ParentStepDetails?.StepExecutionId === value },
  ParentStepIteration: { matches: (step, value) => String(step.ParentStepDetails?.Iteration) === value },
  ParentStepIteratorValue: { matches: (step, value) => step.ParentStepDetails?.IteratorValue === value },
};

/** @throws AwsError InvalidFilterValue */
export function executionTest(
  filters: readonly Filter<AutomationExecutionFilterKey>[] = [],
): (execution: FilteredExecution) => boolean {
  return testOf(filters, EXECUTION_FILTERS);
}

/** @throws AwsError InvalidFilterValue */
export function stepTest(filters: readonly Filter<StepExecutionFilterKey>[] = []): (step: StepRecord) => boolean {
  return testOf(filters, STEP_FILTERS);
}

function testOf<Key extends string, Item>(
  filters: readonly Filter<Key>[],
  kinds: Readonly<Record<Key, FilterKind<Item>>>,
): (item: Item) => boolean {
  const tests = filters.flatMap(({ Key: key, Values = [] }) => {
    if (key === undefined) return [];
    const { matches, accepts = () => true } = kinds[key];
    const wrong = Values.find((value) => !accepts(value));
    if (wrong !== undefined) {
      throw new AwsError("InvalidFilterValue", `The filter value is not valid: ${wrong} for ${key}.`);
    }
    return [(item: Item) => Values.some((value) => matches(item, value))];
  });
  return (item) => tests.every((test) => test(item));
}

function oneOf(allowed: readonly string[]): (value: string) => boolean {
  return (value) => allowed.includes(value);
}

/** ISO 8601, such as `2026-01-31T10:00:00Z`. */
function isTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}

function isBefore(time: Date | undefined, value: string): boolean {
  return time !== undefined && time.getTime() < Date.parse(value);
}

function isAfter(time: Date | undefined, value: string): boolean {
  return time !== undefined && time.getTime() > Date.parse(value);
}
