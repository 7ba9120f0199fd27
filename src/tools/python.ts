/** Finds a Python into which moto can be installed. */
import { ConfigurationError } from "../diagnostics/errors";
import { findProgram, runProgram } from "./programs";

/** moto 5.2 and boto3 require it (`Requires-Python`). */
export const MINIMUM_MINOR = 10;

/** python3 first, then by version, because the python3 of macOS and of older systems is too old. */
export const PYTHON_NAMES = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

/**
 * Absolute path of a Python 3.10 or newer on PATH.
 * @param tool what it is needed for, and `remedy` how to get it: for the message.
 * @throws ConfigurationError when there is none.
 */
export async function findPython(env: NodeJS.ProcessEnv, tool: string, remedy: string): Promise<string> {
  const unfit: string[] = [];
  for (const name of PYTHON_NAMES) {
    const python = findProgram(name, env);
    if (python === undefined) continue;
    const asked = await runProgram(python, ["-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], {
      env,
      timeoutSeconds: 60,
    });
    const version = asked.stdout.trim();
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (asked.failure !== undefined) unfit.push(`${python} ${asked.failure}`);
    else if (major === 3 && minor >= MINIMUM_MINOR) return python;
    else unfit.push(`${python} is ${version}`);
  }
  throw new ConfigurationError({
    place: tool,
    message:
      `It needs Python 3.${MINIMUM_MINOR} or newer, and ` +
      (unfit.length === 0 ? "python3 is not on PATH." : `none is on PATH: ${unfit.join("; ")}.`),
    remedy,
  });
}
