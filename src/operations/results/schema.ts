/**
 * The schema of collected results, version 1. `run.json` describes the execution; `results.jsonl` has one record in each line.
 * Types, the check of files that are read back and the JSON Schemas (`run.schema.json`, `result.schema.json`) come from it.
 * Names and values of statuses, actions and times are AWS's: a time is ISO 8601 in UTC.
 */
import { z } from "zod";

/** Raised when a reader of an earlier version would misunderstand the files. */
export const RESULTS_VERSION = 1;

const time = z.iso.datetime();
const accountId = z.string().regex(/^\d{12}$/);
const executionId = z.string().describe("AutomationExecutionId.");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Where a record is from. */
const place = {
  accountId,
  region: z.string(),
};

const failureSchema = z
  .strictObject({
    message: z.string().describe("AWS's FailureMessage."),
    stage: z.string().describe("FailureDetails.FailureStage: InputValidation, Invocation, …").optional(),
    type: z.string().describe("FailureDetails.FailureType: Action, Permission, Throttling, …").optional(),
    cause: z.string().describe("The true cause, where AWS's message names another one.").optional(),
  })
  .describe("Why it failed.");
export type Failure = z.infer<typeof failureSchema>;

const outputSchema = z
  .strictObject({
    sha256: sha256.describe("Name of the file in outputs/ that has it."),
    bytes: z.int().min(0).describe("Size of the file."),
    encoding: z.enum(["utf-8", "binary"]).describe("binary: the bytes are not UTF-8, or have a NUL."),
    source: z
      .enum(["step", "command", "s3", "logs"])
      .describe("Where it was read: the step, the command invocation, the S3 bucket or the log group of the step."),
    cut: z
      .strictObject({
        kept: z.int().min(0).describe("Characters that AWS keeps."),
        missing: z.int().min(1).describe("Bytes that are missing, where that is known.").optional(),
        reason: z.string().describe("Why the rest could not be read."),
        remedy: z.string().describe("The setting with which the next run keeps all of it."),
      })
      .describe("Present if AWS has cut the output and the rest could not be read.")
      .optional(),
  })
  .describe("What the step answered.");
export type OutputReference = z.infer<typeof outputSchema>;

const ended = {
  status: z.string().describe("AWS's status: Success, Failed, TimedOut, Cancelled, Pending, InProgress, Waiting, …"),
  startTime: time.optional(),
  endTime: time.optional(),
  failure: failureSchema.optional(),
};

const executionRecordSchema = z
  .strictObject({
    kind: z.literal("execution"),
    level: z
      .enum(["parent", "account", "instance"])
      .describe(
        "parent: the execution that was started, if it has children; account: its child in one account and Region; instance: one that runs the steps of the runbook.",
      ),
    ...place,
    executionId: executionId.optional().describe("Missing if AWS has not started the execution."),
    parentExecutionId: executionId.optional(),
    instance: z.string().describe("Id of the instance, or of another resource that is the target.").optional(),
    instanceName: z.string().describe("Its Name tag, or its computer name.").optional(),
    hostName: z.string().describe("Its computer name, as its agent reports it.").optional(),
    ...ended,
    outputs: z.record(z.string(), z.array(z.string())).describe("Outputs of the runbook.").optional(),
    earlier: z
      .array(
        z.strictObject({
          runId: z.string().optional(),
          executionId: executionId.optional(),
          status: ended.status,
          failure: failureSchema.optional(),
        }),
      )
      .describe("What became of it in the runs before that were run again (retry), the first one first.")
      .optional(),
  })
  .describe("One execution.");
export type ExecutionRecord = z.infer<typeof executionRecordSchema>;

const stepRecordSchema = z
  .strictObject({
    kind: z.literal("step"),
    ...place,
    executionId,
    instance: z
      .string()
      .describe("As in the execution, or the instance of one of several command invocations.")
      .optional(),
    instanceName: z.string().optional(),
    step: z.string().describe("StepName."),
    stepExecutionId: z.string(),
    index: z.int().min(0).describe("The step's place in the execution."),
    action: z.string().describe("aws:runCommand, …"),
    ...ended,
    maxAttempts: z.int().optional(),
    timeoutSeconds: z.int().optional(),
    responseCode: z.string().describe("Exit code of the command, or status of the response.").optional(),
    response: z
      .string()
      .describe("What the step says of its response. In the sandbox: which outputs found nothing.")
      .optional(),
    inputs: z.record(z.string(), z.string()).describe("JSON texts, as AWS keeps them."),
    parentStep: z
      .strictObject({ step: z.string(), iteration: z.int().optional(), iteratorValue: z.string().optional() })
      .describe("The loop that the step is in.")
      .optional(),
    commandId: z.string().optional(),
    output: outputSchema.optional(),
  })
  .describe("One step of an execution, on one instance.");
export type StepRecord = z.infer<typeof stepRecordSchema>;

const UNREAD_REASONS = [
  "no-reader-role",
  "access-denied",
  "throttled",
  "expired",
  "credentials",
  "unreachable",
  "other",
] as const;

const unreadRecordSchema = z
  .strictObject({
    kind: z.literal("unread"),
    what: z
      .enum(["account", "steps", "output", "names"])
      .describe(
        "What could not be read: all of the account in the Region, the steps of an execution, the output of one, or names of instances.",
      ),
    ...place,
    executionId: executionId.optional(),
    instance: z.string().optional(),
    step: z.string().optional(),
    reason: z.enum(UNREAD_REASONS),
    message: z.string().describe("AWS's own message, or what is missing."),
    remedy: z.string(),
  })
  .describe("What could not be read, and why.");
export type UnreadRecord = z.infer<typeof unreadRecordSchema>;
export type UnreadReason = UnreadRecord["reason"];

export const resultRecordSchema = z
  .discriminatedUnion("kind", [executionRecordSchema, stepRecordSchema, unreadRecordSchema])
  .meta({
    title: "Fleetbook result",
    description: `One line of results.jsonl, version ${RESULTS_VERSION}.`,
  });
/** One line of `results.jsonl`. */
export type ResultRecord = z.infer<typeof resultRecordSchema>;

export const runSchema = z
  .strictObject({
    version: z.literal(RESULTS_VERSION),
    executionId: executionId.describe("AutomationExecutionId; of several, the first."),
    runId: z.string().describe("Id of the run, if Fleetbook has started it: run-…").optional(),
    executionIds: z.array(executionId).describe("Present if the run is several executions.").optional(),
    predecessor: z.string().describe("The run whose instances this one has run again (retry).").optional(),
    ...place,
    document: z.string(),
    documentVersion: z.string().optional(),
    status: ended.status,
    startTime: time.optional(),
    endTime: time.optional(),
    failure: failureSchema.optional(),
    startedBy: z.string().describe("ARN of the principal (ExecutedBy).").optional(),
    associationId: z.string().describe("The association that started it.").optional(),
    parameters: z.record(z.string(), z.array(z.string())),
    targets: z.array(z.strictObject({ key: z.string(), values: z.array(z.string()) })),
    accounts: z
      .array(
        z.strictObject({
          id: accountId,
          name: z.string(),
          organizationalUnit: z.string().describe("Its path from the root: workloads/production; empty for the root."),
        }),
      )
      .describe("The accounts of the fleet, for names."),
    collectedAt: time,
    complete: z
      .boolean()
      .describe("Whether everything has ended and was read; false while executions run, or after an interruption."),
  })
  .meta({
    title: "Fleetbook run",
    description: `run.json, version ${RESULTS_VERSION}: the execution that was collected.`,
  });
/** The content of `run.json`. */
export type Run = z.infer<typeof runSchema>;

/** The id that people know a run by. */
export function idOf({ runId, executionId: id }: Pick<Run, "runId" | "executionId">): string {
  return runId ?? id;
}

/** The JSON Schema (2020-12) of `run.json`. */
export function runJsonSchema(): object {
  return z.toJSONSchema(runSchema);
}

/** The JSON Schema (2020-12) of a line of `results.jsonl`. */
export function resultJsonSchema(): object {
  return z.toJSONSchema(resultRecordSchema);
}
