/** Where a command's whole output was written, by the inputs of its aws:runCommand step. */
import type { GetCommandInvocationResult, StepExecution } from "@aws-sdk/client-ssm";

export interface OutputPlaces {
  /** Keys of the two objects. */
  readonly s3?: { readonly bucket: string; readonly stdout: string; readonly stderr: string };
}

export function commandOutputPlaces(
  { Inputs: inputs = {} }: StepExecution,
  commandId: string,
  instance: string,
  { StandardOutputUrl: url = "", PluginName: plugin = "" }: GetCommandInvocationResult,
): OutputPlaces {
  const bucket = text(inputs.OutputS3BucketName);
  if (bucket === undefined) return {};
  const prefix = text(inputs.OutputS3KeyPrefix)?.replace(/\/$/, "");
  // AWS gives the URL of standard output. Without it, the key is the one that AWS documents.
  const documented = [...(prefix === undefined ? [] : [prefix]), commandId, instance, "awsrunShellScript", plugin];
  const stdout = keyIn(url, bucket) ?? [...documented, "stdout"].join("/");
  return { s3: { bucket, stdout, stderr: stdout.replace(/stdout$/, "stderr") } };
}

/** The key in a URL of the bucket, in path style or with the bucket as host name. */
function keyIn(url: string, bucket: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname).slice(1);
  if (path.startsWith(`${bucket}/`)) return path.slice(bucket.length + 1);
  return hostname.startsWith(`${bucket}.`) && path !== "" ? path : undefined;
}

/** The string in an input, which is JSON text. */
function text(input: string | undefined): string | undefined {
  if (input === undefined) return undefined;
  let value: unknown = input;
  try {
    value = JSON.parse(input);
  } catch {
    // Steps of parents have plain strings.
  }
  return typeof value === "string" && value !== "" ? value : undefined;
}
