/**
 * Automation's operations of the Systems Manager API, over the engine.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-automation.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import type { AutomationEngine } from "../../../engine/engine";
import { locationKey, type Location } from "../../../iam/location";
import type { StepRecord } from "../../../engine/records";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, required, text, type Members } from "../../protocol/constraints";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import type { CallerRequest } from "../../protocol/message";
import { page } from "../../protocol/pages";
import { locationOf } from "../../protocol/location";
import { PAGE_MEMBERS, PAGE_SIZE } from "../members";
import { executionAnswer, metadataAnswer, stepAnswer } from "./answers";
import { asAwsErrors } from "./errors";
import type { ExecutionTags } from "./execution-tags";
import { executionFilters, executionTest, stepFilters, stepTest } from "./filters";
import { identityOf } from "./identity";
import { parameterMap, readStartRequest } from "./start-request";

export interface OperationsOptions {
  readonly engine: Pick<AutomationEngine, "start" | "record" | "records" | "steps" | "stop" | "signal">;
  readonly tags: ExecutionTags;
}

const EXECUTION: Members = { AutomationExecutionId: required(text({ min: 36, max: 36 })) };

export function automationOperations(options: OperationsOptions): readonly JsonOperation[] {
  return [...changes(options), ...reads(options)];
}

function changes({ engine }: OperationsOptions): JsonOperation[] {
  return [
    jsonOperation<Partial<sdk.StartAutomationExecutionRequest>, sdk.StartAutomationExecutionResult>(
      sdk.StartAutomationExecution$,
      async (input, request) => {
        const asked = readStartRequest(input);
        const location = locationOf(request);
        const id = await asAwsErrors(() => engine.start(location, identityOf(request.caller), asked));
        return { AutomationExecutionId: id };
      },
    ),
    jsonOperation<Partial<sdk.StopAutomationExecutionRequest>, sdk.StopAutomationExecutionResult>(
      sdk.StopAutomationExecution$,
      async (input, request) => {
        checkConstraints(input, { ...EXECUTION, Type: text({ values: Object.values(sdk.StopType) }) });
        const { AutomationExecutionId: id = "", Type = "Cancel" } = input;
        await asAwsErrors(() => engine.stop(locationOf(request), id, Type));
        return {};
      },
    ),
    jsonOperation<Partial<sdk.SendAutomationSignalRequest>, sdk.SendAutomationSignalResult>(
      sdk.SendAutomationSignal$,
      async (input, request) => {
        checkConstraints(input, {
          ...EXECUTION,
          SignalType: required(text({ values: Object.values(sdk.SignalType) })),
          Payload: parameterMap,
        });
        const { AutomationExecutionId: id = "", SignalType: type = "Resume", Payload = {} } = input;
        if (type === "Revoke") {
          const message = "Revoke ends just-in-time access to nodes, which Fleetbook's sandbox does not support.";
          throw new AwsError("InvalidAutomationSignalException", message);
        }
        const sender = identityOf(request.caller);
        await asAwsErrors(() => engine.signal(locationOf(request), sender, id, type, Payload));
        return {};
      },
    ),
  ];
}

function reads({ engine, tags }: OperationsOptions): JsonOperation[] {
  return [
    jsonOperation<Partial<sdk.GetAutomationExecutionRequest>, object>(
      sdk.GetAutomationExecution$,
      async (input, request) => {
        checkConstraints(input, EXECUTION);
        const { AutomationExecutionId: id = "" } = input;
        const record = await asAwsErrors(() => engine.record(locationOf(request), id));
        return { AutomationExecution: executionAnswer(record) };
      },
    ),
    jsonOperation<sdk.DescribeAutomationExecutionsRequest, object>(
      sdk.DescribeAutomationExecutions$,
      (input, request) => {
        checkConstraints(input, { ...PAGE_MEMBERS, Filters: executionFilters });
        const location = locationOf(request);
        const passes = executionTest(input.Filters);
        const records = engine
          .records(location)
          .filter((record) => passes({ record, tagKeys: () => tags.keysOf(location, record.AutomationExecutionId) }));
        const { items, NextToken } = page(records, input, {
          defaultSize: PAGE_SIZE,
          keyOf: ({ AutomationExecutionId }) => AutomationExecutionId,
          query: queryOf(request, location, input.Filters),
        });
        return { AutomationExecutionMetadataList: items.map(metadataAnswer), NextToken };
      },
    ),
    jsonOperation<Partial<sdk.DescribeAutomationStepExecutionsRequest>, object>(
      sdk.DescribeAutomationStepExecutions$,
      async (input, request) => {
        checkConstraints(input, { ...PAGE_MEMBERS, ...EXECUTION, Filters: stepFilters });
        const { AutomationExecutionId: id = "", ReverseOrder = false } = input;
        const location = locationOf(request);
        const passes = stepTest(input.Filters);
        const steps = byStart(await asAwsErrors(() => engine.steps(location, id))).filter(passes);
        const { items, NextToken } = page(ReverseOrder ? steps.reverse() : steps, input, {
          defaultSize: PAGE_SIZE,
          keyOf: ({ StepExecutionId }) => StepExecutionId,
          query: queryOf(request, location, id, ReverseOrder, input.Filters),
        });
        return { StepExecutions: items.map(stepAnswer), NextToken };
      },
    ),
  ];
}

/** In the order of their start times; steps that have not started come last, in document order. */
function byStart(steps: readonly StepRecord[]): StepRecord[] {
  const start = ({ ExecutionStartTime: time }: StepRecord) => time?.getTime() ?? Infinity;
  return [...steps].sort((left, right) => {
    const [first, second] = [start(left), start(right)];
    return first === second ? 0 : first - second;
  });
}

function queryOf(request: CallerRequest, location: Location, ...query: readonly unknown[]): readonly unknown[] {
  return [request.operation, locationKey(location), ...query];
}
