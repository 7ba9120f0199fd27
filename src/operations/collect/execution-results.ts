/** The results of one execution that runs the steps of its runbook: a record for each step, and one for itself. */
import type {
  AutomationExecution,
  AutomationExecutionMetadata,
  CommandInvocation,
  StepExecution,
} from "@aws-sdk/client-ssm";
import type { OutputSink } from "../results/output-store";
import type { ResultUnit } from "../results/run-writer";
import type { ResultRecord, StepRecord, UnreadRecord } from "../results/schema";
import type { ExecutionReader } from "./ports";
import { executionRecord, hasEnded, stepRecord, type Place, type Target } from "./records";
import { outputOfInvocation, outputOfStep } from "./step-output";
import { instancesOf } from "./step-instances";
import { unread, UnreadableError } from "./unreadable";

export interface Source {
  readonly place: Place;
  readonly reader: ExecutionReader;
  readonly sink: OutputSink;
}

/** Reads the steps and their outputs. What cannot be read is a record of the unit, which is then not final. */
export async function executionResults(
  source: Source,
  execution: AutomationExecution | AutomationExecutionMetadata,
  target: Target,
): Promise<ResultUnit> {
  const { place, reader } = source;
  const id = execution.AutomationExecutionId ?? "";
  const own = executionRecord(place, "instance", execution, target);
  let steps: readonly StepExecution[];
  try {
    steps = await reader.steps(id);
  } catch (error) {
    const missing: UnreadRecord = { ...unreadAt(place, error, "steps"), executionId: id, ...instanceOf(target) };
    return { unit: id, final: false, records: [missing, own] };
  }
  const found = await Promise.all(steps.map((step, index) => stepResults(source, id, index, step, target)));
  const results = [...found.flat(), own];
  const final = hasEnded(own.status) && results.every(({ kind }) => kind !== "unread");
  return { unit: id, final, records: target.instance === undefined ? withInstance(results) : results };
}

/** A record of what could not be read. @throws any other error */
export function unreadAt(place: Place, error: unknown, what: UnreadRecord["what"]): UnreadRecord {
  if (!(error instanceof UnreadableError)) throw error;
  return { kind: "unread", what, ...place, ...unread(error) };
}

async function stepResults(
  source: Source,
  executionId: string,
  index: number,
  step: StepExecution,
  target: Target,
): Promise<readonly ResultRecord[]> {
  const instances = instancesOf(step);
  const [only] = instances;
  const own =
    target.instance === undefined && instances.length === 1 && only !== undefined ? { instance: only } : target;
  const record = stepRecord(source.place, executionId, index, step, own);
  const { commandId } = record;
  try {
    if (commandId !== undefined && (instances.length > 1 || step.Inputs?.Targets !== undefined)) {
      return await resultsOfInvocations(source, record, step, commandId);
    }
    const output = await outputOfStep(step, commandId, only ?? own.instance, source.reader, source.sink);
    return [output === undefined ? record : { ...record, output }];
  } catch (error) {
    return [record, { ...unreadAt(source.place, error, "output"), executionId, ...instanceOf(own), step: record.step }];
  }
}

/** A command that went to several instances has one record for each of them. */
async function resultsOfInvocations(
  { reader, sink }: Source,
  record: StepRecord,
  step: StepExecution,
  commandId: string,
): Promise<readonly StepRecord[]> {
  const invocations = await reader.invocations(commandId);
  if (invocations.length === 0) return [record];
  return Promise.all(
    invocations.map(async (invocation) => {
      const { InstanceId: instance = "", InstanceName: name = "" } = invocation;
      const output = await outputOfInvocation(commandId, instance, step, reader, sink);
      return {
        ...record,
        instance,
        ...(name !== "" && { instanceName: name }),
        ...outcomeOf(invocation),
        ...(output !== undefined && { output }),
      };
    }),
  );
}

function outcomeOf({
  Status,
  StatusDetails,
  RequestedDateTime: start,
  CommandPlugins: plugins = [],
}: CommandInvocation) {
  const last = plugins.at(-1);
  const end = last?.ResponseFinishDateTime;
  const code = last?.ResponseCode;
  const failed = hasEnded(Status) && Status !== "Success";
  return {
    status: Status ?? "Pending",
    ...(start !== undefined && { startTime: start.toISOString() }),
    ...(end !== undefined && { endTime: end.toISOString() }),
    ...(code !== undefined && { responseCode: String(code) }),
    failure: failed ? { message: `The command ended with ${StatusDetails ?? Status ?? ""}.` } : undefined,
  };
}

function instanceOf({ instance }: Target): { readonly instance?: string } {
  return instance === undefined ? {} : { instance };
}

/** An execution without targets acts on the instance that all of its commands go to. */
function withInstance(results: readonly ResultRecord[]): readonly ResultRecord[] {
  const [instance, ...others] = new Set(results.flatMap(({ instance: id }) => (id === undefined ? [] : [id])));
  return instance === undefined || others.length > 0 ? results : results.map((result) => ({ ...result, instance }));
}
