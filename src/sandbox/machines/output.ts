/** Truncates a command's output to the SSM Agent's limits while it streams. */
import type { Readable } from "node:stream";

/** How many characters of standard output the agent keeps, and of standard error. */
export const STDOUT_LIMIT = 24_000;
export const STDERR_LIMIT = 8_000;
/** Characters of `CommandPlugin.Output`. */
const PLUGIN_OUTPUT_LIMIT = 2_500;

const TRUNCATED = "--output truncated--";
const ERROR_TITLE = "\n----------ERROR-------\n";
const STDOUT_CUT = "\n---Output truncated---";
const STDERR_CUT = "\n---Error truncated----";

/** Bytes of the longest character in UTF-8. */
const LONGEST_CHARACTER = 4;
/** Bytes that a command may print at full speed. More is read slowly, so that endless output leaves time for others. */
const FULL_SPEED = 1024 * 1024;
const SLOW_MILLISECONDS = 2;

/**
 * Reads a stream to its end and keeps its beginning.
 * @param limit in characters. The rest is read and dropped.
 * @returns a function that returns the output kept so far
 */
export function capture(stream: Readable, limit: number): () => string {
  const chunks: Buffer[] = [];
  const wanted = (limit + 1) * LONGEST_CHARACTER;
  let kept = 0;
  let seen = 0;
  stream.on("data", (chunk: Buffer) => {
    seen += chunk.length;
    if (kept < wanted) {
      const part = chunk.subarray(0, wanted - kept);
      chunks.push(part);
      kept += part.length;
    }
    if (seen > FULL_SPEED) {
      stream.pause();
      setTimeout(() => stream.resume(), SLOW_MILLISECONDS);
    }
  });
  return () => limited(Buffer.concat(chunks).toString("utf8"), limit);
}

/** Truncates a string that is too long, so that it fits with the agent's remark at its end. */
export function limited(output: string, limit: number): string {
  return output.length <= limit ? output : `${start(output, limit - TRUNCATED.length)}${TRUNCATED}`;
}

/**
 * `CommandPlugin.Output`: both outputs in 2,500 characters. If they are too long, each one that is longer than half of the
 * limit is truncated, as the SSM Agent's TruncateOutput does. The agent counts bytes. AWS documents characters, which are
 * counted here. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CommandPlugin.html
 */
export function pluginOutput(stdout: string, stderr: string): string {
  const title = stderr === "" ? "" : ERROR_TITLE;
  const space = PLUGIN_OUTPUT_LIMIT - title.length;
  if (stdout.length + stderr.length <= space) return `${stdout}${title}${stderr}`;
  if (stdout.length < PLUGIN_OUTPUT_LIMIT / 2) {
    return `${stdout}${title}${start(stderr, space - stdout.length - STDERR_CUT.length)}${STDERR_CUT}`;
  }
  if (stderr.length < PLUGIN_OUTPUT_LIMIT / 2) {
    return `${start(stdout, space - stderr.length - STDOUT_CUT.length)}${STDOUT_CUT}${title}${stderr}`;
  }
  const half = Math.floor((space - STDOUT_CUT.length - STDERR_CUT.length) / 2);
  return `${start(stdout, half)}${STDOUT_CUT}${title}${start(stderr, half)}${STDERR_CUT}`;
}

/** The first characters of a string, without half a surrogate pair at the end. */
function start(output: string, length: number): string {
  return output.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}
