/** The state of a step. Its record is created on request. */
import type { Json, JsonObject } from "../../document/json";
import { setMember } from "../members";
import type { CompiledStep } from "../program/program";
import { emptyOutputs } from "./step-outputs";
import type { ExecutionStatus, FailureDetails, ParentStepDetails, StepRecord, Writable } from "../records";
import { toOutputStrings } from "../values";

export class StepState {
  status: ExecutionStatus = "Pending";
  /** Milliseconds since 1970, as endTime. */
  startTime: number | undefined;
  endTime: number | undefined;
  timeoutSeconds: number | undefined;
  inputs: JsonObject | undefined;
  outputs: Readonly<Record<string, Json>> = {};
  responseCode: string | undefined;
  failureMessage: string | undefined;
  failureDetails: FailureDetails | undefined;

  constructor(
    readonly id: string,
    readonly step: CompiledStep,
    readonly parent?: ParentStepDetails,
  ) {}

  /** Starts the step. A step named by onCancel may have run before. */
  begin(time: Date): void {
    this.status = "InProgress";
    this.startTime = time.getTime();
    this.endTime = undefined;
    this.outputs = {};
    this.failureMessage = undefined;
    this.failureDetails = undefined;
    this.responseCode = undefined;
  }

  record(): StepRecord {
    const { step } = this;
    const record: Writable<StepRecord> = {
      StepName: step.name,
      Action: step.action,
      StepExecutionId: this.id,
      StepStatus: this.status,
      OnFailure: step.onFailure,
      MaxAttempts: step.maxAttempts,
      IsEnd: step.isEnd,
      IsCritical: step.isCritical,
      ValidNextSteps: step.validNextSteps,
      Inputs: this.inputs === undefined ? {} : jsonOfEach(step, this.inputs),
      Outputs: toOutputStrings(this.outputs),
    };
    if (step.following !== undefined) record.NextStep = step.following.name;
    if (this.timeoutSeconds !== undefined) record.TimeoutSeconds = this.timeoutSeconds;
    if (this.startTime !== undefined) record.ExecutionStartTime = new Date(this.startTime);
    if (this.endTime !== undefined) record.ExecutionEndTime = new Date(this.endTime);
    if (this.responseCode !== undefined) record.ResponseCode = this.responseCode;
    const response = this.#response();
    if (response !== undefined) record.Response = response;
    if (this.failureMessage !== undefined) record.FailureMessage = this.failureMessage;
    if (this.failureDetails !== undefined) record.FailureDetails = this.failureDetails;
    if (this.parent !== undefined) record.ParentStepDetails = this.parent;
    return record;
  }

  /** AWS does not document what it records of an output that found nothing. Here the message about the response says it. */
  #response(): string | undefined {
    const empty = this.status === "Success" ? emptyOutputs(this.step, this.outputs) : [];
    if (empty.length === 0) return undefined;
    return empty.map(({ name, selector }) => `The output ${name} found nothing at ${selector}.`).join(" ");
  }
}

/** AWS records each input as a JSON string. */
function jsonOfEach({ inputs }: CompiledStep, values: JsonObject): Record<string, string> {
  const strings: Record<string, string> = {};
  for (const { name, jsonOf } of inputs) setMember(strings, name, jsonOf(values[name] as Json));
  return strings;
}
