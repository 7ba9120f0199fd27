/**
 * Where the output of a command is written, beside the API's answers: the keys of S3 objects and the names of log streams.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-rc-setting-up-cwlogs.html
 */
import type { SendCommandRequest } from "@aws-sdk/client-ssm";
import type { CommandStep } from "./command-document";

type Stream = "stdout" | "stderr";

/** The step of a command on one node. */
export interface StepOnNode {
  readonly commandId: string;
  readonly instanceId: string;
  readonly step: Pick<CommandStep, "name" | "plugin" | "id">;
  /** The folder of the node's outputs. @default the command's and the node's id */
  readonly folder?: string | undefined;
}

export interface S3Place {
  readonly bucket: string;
  readonly key: (stream: Stream) => string;
}

/** @returns undefined if the request names no bucket */
export function s3Place(request: SendCommandRequest, on: StepOnNode): S3Place | undefined {
  const { OutputS3BucketName: bucket = "", OutputS3KeyPrefix: prefix = "" } = request;
  if (bucket === "") return undefined;
  const { commandId, instanceId, step, folder = `${commandId}/${instanceId}` } = on;
  const parts = [...prefix.split("/"), folder, withoutColons(step.plugin), withoutColons(step.id)];
  return { bucket, key: (stream) => [...parts, stream].filter((part) => part !== "").join("/") };
}

/** The URL of an object in the API's answers; empty if the output is not written to S3. */
export function outputUrl(request: SendCommandRequest, on: StepOnNode, region: string, stream: Stream): string {
  const place = s3Place(request, on);
  return place === undefined ? "" : `https://s3.${region}.amazonaws.com/${place.bucket}/${place.key(stream)}`;
}

export interface LogPlace {
  readonly group: string;
  readonly stream: (stream: Stream) => string;
}

/** @returns undefined if the request does not enable CloudWatch Logs */
export function logPlace(request: SendCommandRequest, on: StepOnNode): LogPlace | undefined {
  const { CloudWatchLogGroupName: group = "", CloudWatchOutputEnabled: enabled } = request.CloudWatchOutputConfig ?? {};
  // A runbook can have the Boolean as a string.
  if (String(enabled) !== "true") return undefined;
  const { commandId, instanceId, step } = on;
  const document = (request.DocumentName ?? "").replace(/^.*:document\//, "");
  return {
    group: group === "" ? `/aws/ssm/${document}` : group,
    // A step of schema version 1.2 has the name of its plugin.
    stream: (stream) => `${commandId}/${instanceId}/${step.name.replaceAll(":", "-")}/${stream}`,
  };
}

function withoutColons(text: string): string {
  return text.replaceAll(":", "");
}
