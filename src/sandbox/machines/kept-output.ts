/** What is kept of a script's output: what the SSM Agent reports, and on request all of it, which the agent writes elsewhere. */
import { limited, STDERR_LIMIT, STDOUT_LIMIT } from "./output";
import type { MachineScript, ScriptResult } from "./script";

/** Characters of each output. More would cost too much memory. */
const WHOLE_LIMIT = 16 * 1024 * 1024;

/** How much of a script's output has to be captured. */
export function captureLimits({ keepsAll }: MachineScript): { readonly stdout: number; readonly stderr: number } {
  return keepsAll ? { stdout: WHOLE_LIMIT, stderr: WHOLE_LIMIT } : { stdout: STDOUT_LIMIT, stderr: STDERR_LIMIT };
}

/**
 * The result with the outputs within the agent's limits, and the whole outputs if the script asks for them.
 * @param resultOf the result that has these outputs
 */
export function keptOutput(
  { keepsAll }: MachineScript,
  stdout: string,
  stderr: string,
  resultOf: (stdout: string, stderr: string) => ScriptResult,
): ScriptResult {
  const result = resultOf(limited(stdout, STDOUT_LIMIT), limited(stderr, STDERR_LIMIT));
  if (!keepsAll) return result;
  const whole = resultOf(limited(stdout, WHOLE_LIMIT), limited(stderr, WHOLE_LIMIT));
  return { ...result, whole: { stdout: whole.stdout, stderr: whole.stderr } };
}
