/** Where a command's whole output was written, by the inputs of its aws:runCommand step. */
import { isObject } from "../../diagnostics/json";
import type { GetCommandInvocationResult, StepExecution } from "@aws-sdk/client-ssm";

export interface OutputPlaces {
  /** Keys of the two objects. */
  readonly s3?: { readonly bucket: string; readonly stdout: string; readonly stderr: string };
  /** Names of the log group and of its two streams. */
  readonly logs?: { readonly group: string; readonly stdout: string; readonly stderr: string };
}

export function commandOutputPlaces(
  { Inputs: inputs = {} }: StepExecution,
  commandId: string,
  instance: string,
  { StandardOutputUrl: url = "", PluginName: plugin = "" }: GetCommandInvocationResult,
): OutputPlaces {
  const group = logGroupOf(inputs);
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-rc-setting-up-cwlogs.html
  const stream = `${commandId}/${instance}/${plugin.replaceAll(":", "-")}`;
  const logs = group === undefined ? {} : { logs: { group, stdout: `${stream}/stdout`, stderr: `${stream}/stderr` } };
  const bucket = text(inputs.OutputS3BucketName);
  if (bucket === undefined) return logs;
  const prefix = text(inputs.OutputS3KeyPrefix)?.replace(/\/$/, "");
  // AWS gives the URL of standard output. Without it, the key is the one that AWS documents.
  const documented = [...(prefix === undefined ? [] : [prefix]), commandId, instance, "awsrunShellScript", plugin];
  const stdout = keyIn(url, bucket) ?? [...documented, "stdout"].join("/");
  return { ...logs, s3: { bucket, stdout, stderr: stdout.replace(/stdout$/, "stderr") } };
}

/** The key in a URL of the bucket, in path style or with the bucket as host name. */
function keyIn(url: string, bucket: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  if (path.startsWith(`${bucket}/`)) return path.slice(bucket.length + 1);
  return hostname.startsWith(`${bucket}.`) && path !== "" ? path : undefined;
}

/** Of a step whose output goes to CloudWatch Logs. Without a name, AWS names the group after the document. */
function logGroupOf(inputs: Readonly<Record<string, string>>): string | undefined {
  const config = valueOf(inputs.CloudWatchOutputConfig);
  if (!isObject(config) || String(config.CloudWatchOutputEnabled) !== "true") return undefined;
  const { CloudWatchLogGroupName: name } = config;
  const document = text(inputs.DocumentName)?.replace(/^.*:document\//, "") ?? "";
  return typeof name === "string" && name !== "" ? name : `/aws/ssm/${document}`;
}

/** The string in an input. */
function text(input: string | undefined): string | undefined {
  const value = valueOf(input);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An input is JSON text. */
function valueOf(input: string | undefined): unknown {
  try {
    return input === undefined ? undefined : JSON.parse(input);
  } catch {
    return input;
  }
}
