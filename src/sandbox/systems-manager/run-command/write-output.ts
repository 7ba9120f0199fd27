/** Writes the whole output of a step to S3 and CloudWatch Logs, with the credentials of the node, as the SSM Agent does. */
import type { SendCommandRequest } from "@aws-sdk/client-ssm";
import { ApiCallError } from "../../../engine/errors";
import type { AwsApi, Clock } from "../../../engine/ports";
import type { JsonObject } from "../../../document/json";
import type { Location } from "../../../iam/location";
import type { ManagedNode } from "../managed-nodes/managed-nodes";
import { AwsError } from "../../protocol/aws-error";
import { logPlace, s3Place, type StepOnNode } from "./output-places";

export interface Outputs {
  readonly stdout: string;
  readonly stderr: string;
}

/** Writes where the request says. Never rejects: on AWS, too, a command does not fail because its output cannot be written. */
export type WriteOutput = (
  location: Location,
  node: ManagedNode,
  request: SendCommandRequest,
  on: StepOnNode,
  outputs: Outputs,
) => Promise<void>;

export interface OutputWriterOptions {
  /** The API with the credentials of the node's role. @throws AwsError */
  readonly apiOf: (location: Location, node: ManagedNode) => Promise<AwsApi>;
  readonly clock: Clock;
  /** Receives the reason if an output cannot be written. */
  readonly log: (line: string) => void;
}

/** Milliseconds for all outputs of a step. */
const TIME = 120_000;
/** Bytes. AWS accepts events of 256 KB in batches of 1 MB; the agent puts whole lines of about this size into an event. */
const EVENT_SIZE = 200_000;
const EVENTS_IN_A_BATCH = 4;

/** Whether a command has its output written. */
export function writesOutput({ OutputS3BucketName: bucket = "", CloudWatchOutputConfig: logs }: SendCommandRequest) {
  return bucket !== "" || String(logs?.CloudWatchOutputEnabled) === "true";
}

export function outputWriter({ apiOf, clock, log }: OutputWriterOptions): WriteOutput {
  return async (location, node, request, on, outputs) => {
    const signal = AbortSignal.timeout(TIME);
    const [s3, logs] = [s3Place(request, on), logPlace(request, on)];
    const attempt = async (place: string, write: (api: AwsApi) => Promise<void>): Promise<void> => {
      try {
        await write(await apiOf(location, node));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const code = error instanceof ApiCallError || error instanceof AwsError ? `${error.code}: ` : "";
        log(`run command: ${on.commandId} on ${on.instanceId}: no output is written to ${place}: ${code}${reason}`);
      }
    };
    // The agent writes no empty files.
    for (const stream of (["stdout", "stderr"] as const).filter((each) => outputs[each] !== "")) {
      if (s3 !== undefined) {
        const Key = s3.key(stream);
        await attempt(`s3://${s3.bucket}/${Key}`, async (api) => {
          const parameters = { Bucket: s3.bucket, Key, Body: outputs[stream], ContentType: "text/plain" };
          await api.call({ service: "s3", api: "PutObject", parameters }, signal);
        });
      }
      if (logs !== undefined) {
        const logStreamName = logs.stream(stream);
        await attempt(`the log group ${logs.group}`, async (api) => {
          const place = { logGroupName: logs.group, logStreamName };
          await putEvents(api, place, outputs[stream], clock.now().getTime(), signal);
        });
      }
    }
  };
}

async function putEvents(
  api: AwsApi,
  place: { readonly logGroupName: string; readonly logStreamName: string },
  output: string,
  timestamp: number,
  signal: AbortSignal,
): Promise<void> {
  const call = (operation: string, parameters: JsonObject) =>
    api.call({ service: "logs", api: operation, parameters }, signal);
  const create = async (operation: string, parameters: JsonObject): Promise<void> => {
    await call(operation, parameters).catch((error: unknown) => {
      if (!(error instanceof ApiCallError) || error.code !== "ResourceAlreadyExistsException") throw error;
    });
  };
  await create("CreateLogGroup", { logGroupName: place.logGroupName });
  await create("CreateLogStream", place);
  const messages = eventMessages(output);
  for (let first = 0; first < messages.length; first += EVENTS_IN_A_BATCH) {
    const logEvents = messages.slice(first, first + EVENTS_IN_A_BATCH).map((message) => ({ timestamp, message }));
    await call("PutLogEvents", { ...place, logEvents });
  }
}

/**
 * The output in pieces of whole lines, as many as fit; a line that is too long is cut. As the agent does, without the line feed at
 * the end of a piece, and with LF in place of CR LF.
 */
export function eventMessages(output: string): readonly string[] {
  const messages: string[] = [];
  let rest = Buffer.from(output);
  while (rest.length > EVENT_SIZE) {
    const line = rest.subarray(0, EVENT_SIZE).lastIndexOf("\n") + 1;
    let size = line > 0 ? line : EVENT_SIZE;
    // Not within a character: bytes that continue one begin with the bits 10.
    while (line === 0 && ((rest[size] ?? 0) & 0xc0) === 0x80) size--;
    messages.push(rest.subarray(0, size).toString());
    rest = rest.subarray(size);
  }
  messages.push(rest.toString());
  // CloudWatch Logs refuses an event without a text.
  return messages.map((message) => message.replaceAll("\r\n", "\n").replace(/\n$/, "")).filter((text) => text !== "");
}
