/**
 * Finds out which moto a `moto_server` script would start by asking the script's own Python. moto_server has no option that prints
 * its version, and the script may be left over after its packages were removed.
 */
import { open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { findProgram, runProgram } from "./programs";

export interface MotoScript {
  /** Absolute path of the script; behind a pyenv shim, the script that it stands for. */
  readonly command: string;
  /** Undefined if it is not known, for example for a wrapper in another language. */
  readonly version: string | undefined;
}

const PROBE_TIMEOUT_SECONDS = 60;

/** Only `moto[server]` installs Flask and the others, but plain moto also installs the script. */
const PROBE = `
import sys
sys.path[:] = [folder for folder in sys.path if folder]  # not from the current folder, where -c would look
import importlib.metadata, importlib.util, json
missing = [name for name in ("flask", "flask_cors", "yaml") if importlib.util.find_spec(name) is None]
print(json.dumps({"version": importlib.metadata.version("moto"), "missing": missing}))
`;

const probeAnswer = z.object({ version: z.string(), missing: z.array(z.string()) });

/** Inspects an executable `moto_server`. A string is why it would not start, to follow its name in a message. */
export async function inspectMotoScript(script: string, env: NodeJS.ProcessEnv): Promise<MotoScript | string> {
  const head = await firstLines(script);
  // A shim exists whether or not the Python that pyenv has selected has moto.
  const pyenv = /^exec "([^"]*\/pyenv)" exec /m.exec(head)?.[1];
  if (pyenv !== undefined) {
    const which = await runProgram(pyenv, ["which", path.basename(script)], {
      env,
      timeoutSeconds: PROBE_TIMEOUT_SECONDS,
    });
    if (which.failure !== undefined) return "is a pyenv shim, and the selected Python does not have moto";
    return inspectMotoScript(which.stdout.trim(), env);
  }
  const python = interpreter(head, env);
  if (python === undefined) return { command: script, version: undefined };
  return inspectMotoOf(python, script, env);
}

/** Like `inspectMotoScript`, for a script whose Python is known. */
export async function inspectMotoOf(
  python: string,
  script: string,
  env: NodeJS.ProcessEnv,
): Promise<MotoScript | string> {
  const probe = await runProgram(python, ["-c", PROBE], { env, timeoutSeconds: PROBE_TIMEOUT_SECONDS });
  if (probe.failure !== undefined) return `does not start: its Python (${python}) has no moto`;
  // Only the last line is read, because site customizations of Python may print, too.
  const { version, missing } = probeAnswer.parse(JSON.parse(probe.stdout.trim().split("\n").at(-1) ?? ""));
  if (missing.length > 0)
    return `does not start: moto was installed without its server's packages (${missing.join(", ")})`;
  return { command: script, version };
}

/** The Python that a script runs on; undefined for anything but a Python script. */
export async function pythonOf(script: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return interpreter(await firstLines(script), env);
}

async function firstLines(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2048), 0, 2048, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The Python that a script's first lines name; undefined for anything but a Python script. */
function interpreter(head: string, env: NodeJS.ProcessEnv): string | undefined {
  // pip writes the second form if the path of the interpreter is too long for a `#!` line or has a space.
  const direct = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(head);
  const long = /^#!\s*\/bin\/sh\n'''exec' (?:"([^"]+)"|(\S+)) "\$0"/.exec(head);
  if (long !== null) return long[1] ?? long[2];
  if (direct?.[1] === undefined) return undefined;
  const named = path.basename(direct[1]) === "env" ? direct[2] : direct[1];
  if (named === undefined || !/^(python|pypy)/.test(path.basename(named))) return undefined;
  return findProgram(named, env) ?? named;
}
