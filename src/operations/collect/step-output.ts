/**
 * The whole answer of a step. AWS cuts what a command prints: at 2,500 characters in the step, at 24,000 (standard error:
 * 8,000) in the command invocation. Longer output is whole only where the step had it written.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
import type { GetCommandInvocationResult, StepExecution } from "@aws-sdk/client-ssm";
import type { OutputSink } from "../results/output-store";
import type { OutputReference } from "../results/schema";
import { commandOutputPlaces, type OutputPlaces } from "./output-places";
import type { ExecutionReader } from "./ports";
import { textOfEvents } from "./log-text";
import { asUnreadable, unreadableBecause, UnreadableError } from "./unreadable";

const STEP_LIMIT = 2_500;
const STDOUT_LIMIT = 24_000;
const STDERR_LIMIT = 8_000;
/** Remarks of the agent in an output that it has cut. */
const CUT_IN_STEP = /---Output truncated---|---Error truncated----|--output truncated--/;
const CUT_IN_INVOCATION = /--output truncated--$/;
/** What AWS writes between the two outputs of a command. */
const ERROR_TITLE = "\n----------ERROR-------\n";

const KEEP_IT =
  "Set `outputs` in fleet.yaml, or give the step OutputS3BucketName (docs/report.md); the next run then has all of it.";

/** The reference of a step's output; undefined if it has none. */
export async function outputOfStep(
  step: StepExecution,
  commandId: string | undefined,
  instance: string | undefined,
  reader: ExecutionReader,
  sink: OutputSink,
): Promise<OutputReference | undefined> {
  if (step.Action !== "aws:runCommand") return keep(answerOf(step), "step", sink);
  const text = step.Outputs?.Output?.join("\n");
  const isWhole = text !== undefined && text.length < STEP_LIMIT && !CUT_IN_STEP.test(text);
  if (isWhole || commandId === undefined || instance === undefined) return keep(text, "step", sink);
  try {
    return await outputOfInvocation(commandId, instance, step, reader, sink);
  } catch (error) {
    const { message } = asOutputFault(error);
    // Without a text in the step, the caller records why there is none.
    if (text === undefined) throw error;
    const kept = await keep(text, "step", sink);
    return kept && { ...kept, cut: { kept: STEP_LIMIT, reason: message, remedy: KEEP_IT } };
  }
}

/** The output of a command on one instance. @throws UnreadableError if the invocation cannot be read */
export async function outputOfInvocation(
  commandId: string,
  instance: string,
  step: StepExecution,
  reader: ExecutionReader,
  sink: OutputSink,
): Promise<OutputReference | undefined> {
  const invocation = await reader.invocation(commandId, instance);
  const { StandardOutputContent: stdout = "", StandardErrorContent: stderr = "" } = invocation;
  const cut = isCut(stdout, STDOUT_LIMIT) || isCut(stderr, STDERR_LIMIT);
  if (!cut) return keep(joined(stdout, stderr), "command", sink);
  const places = commandOutputPlaces(step, commandId, instance, invocation);
  const whole = await wholeOutput(places, invocation, reader, sink);
  if ("source" in whole) return whole;
  const kept = await keep(joined(stdout, stderr), "command", sink);
  return kept && { ...kept, cut: { kept: STDOUT_LIMIT, reason: whole.reason, remedy: whole.remedy } };
}

type Whole = OutputReference | { readonly reason: string; readonly remedy: string };

/** The output from where the step had it written, or why it cannot be had. */
async function wholeOutput(
  { s3, logs }: OutputPlaces,
  invocation: GetCommandInvocationResult,
  reader: ExecutionReader,
  sink: OutputSink,
): Promise<Whole> {
  if (s3 === undefined && logs === undefined) {
    return { reason: "The step had its output written nowhere.", remedy: KEEP_IT };
  }
  const failures: string[] = [];
  let remedy = KEEP_IT;
  const attempt = async (place: string, read: () => Promise<OutputReference>): Promise<OutputReference | undefined> => {
    try {
      return await read();
    } catch (error) {
      const fault = asOutputFault(error);
      failures.push(`${place} could not be read: ${fault.message}`);
      ({ remedy } = fault);
      return undefined;
    }
  };
  const whole =
    (s3 &&
      (await attempt(`s3://${s3.bucket}/${s3.stdout}`, async () => {
        const content = bothOutputs(invocation, (stream) => objectOf(reader, s3.bucket, s3[stream]));
        return { ...(await sink.put(content)), source: "s3" };
      }))) ??
    (logs &&
      (await attempt(`log group ${logs.group}, stream ${logs.stdout}`, async () => {
        const content = bothOutputs(invocation, (stream) => textOfEvents(reader.logMessages(logs.group, logs[stream])));
        const stored = await sink.put(content);
        refuseLess(stored.bytes, invocation);
        return { ...stored, source: "logs" };
      })));
  return whole ?? { reason: failures.join(" "), remedy };
}

/** Standard output, and standard error behind AWS's title. One that the command did not write does not exist. */
async function* bothOutputs(
  { StandardOutputContent: stdout = "", StandardErrorContent: stderr = "" }: GetCommandInvocationResult,
  read: (stream: "stdout" | "stderr") => AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  if (stdout !== "") yield* read("stdout");
  if (stderr === "") return;
  yield Buffer.from(ERROR_TITLE);
  yield* read("stderr");
}

async function* objectOf(reader: ExecutionReader, bucket: string, key: string): AsyncIterable<Uint8Array> {
  yield* await reader.object(bucket, key);
}

/** The agent sends its log events from time to time, and a stream may lack the last ones. */
function refuseLess(
  bytes: number,
  { StandardOutputContent: stdout = "", StandardErrorContent: stderr = "" }: GetCommandInvocationResult,
): void {
  const known = [stdout, stderr].map((text) => text.replace(CUT_IN_INVOCATION, "").replaceAll("\r\n", "\n").trimEnd());
  if (bytes >= Buffer.byteLength(known.join(""))) return;
  throw unreadableBecause("other", "It has less than the command invocation.");
}

function isCut(text: string, limit: number): boolean {
  return text.length >= limit || CUT_IN_INVOCATION.test(text);
}

function joined(stdout: string, stderr: string): string {
  return stderr === "" ? stdout : `${stdout}${ERROR_TITLE}${stderr}`;
}

/** The outputs of a step that sends no command: the one value, or each with its name. */
function answerOf({ Outputs: outputs = {} }: StepExecution): string | undefined {
  const entries = Object.entries(outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  const [only] = entries;
  if (only === undefined) return undefined;
  if (entries.length === 1) return only[1].join("\n");
  return entries.map(([name, values]) => `${name}: ${values.join("\n")}`).join("\n");
}

async function keep(
  text: string | undefined,
  source: OutputReference["source"],
  sink: OutputSink,
): Promise<OutputReference | undefined> {
  return text === undefined ? undefined : { ...(await sink.put(Buffer.from(text))), source };
}

/** Only what AWS refuses is a reason; a full disk ends the collection. */
function asOutputFault(error: unknown): UnreadableError {
  if (error instanceof UnreadableError) return asUnreadable(error);
  throw error;
}
