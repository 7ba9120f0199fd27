/**
 * Finds a Python with boto3: AWS's aws:executeAwsApi uses boto3, and aws:executeScript runs Python with boto3. moto needs boto3
 * as well, so a machine that can run the sandbox has one.
 */
import { z } from "zod";
import { ConfigurationError } from "../diagnostics/errors";
import { pythonOf } from "./moto-script";
import { findProgram, lastLines, runProgram } from "./programs";
import { MINIMUM_MINOR, PYTHON_NAMES } from "./python";
import type { ToolContext } from "./tool-context";

export interface BotoPython {
  /** Absolute path of the interpreter. */
  readonly command: string;
  /** Its `sys.path`: boto3 may be installed for the user alone, or be found by PYTHONPATH. */
  readonly modulePath: readonly string[];
}

export interface FindBotoOptions extends ToolContext {
  /** The moto that was found. Its Python is tried first. */
  readonly moto?: { readonly command: string };
}

const PROBE_TIMEOUT_SECONDS = 60;

/** Also prints the path of the interpreter: a pyenv shim selects one by the current folder. */
const PROBE = `
import sys
sys.path[:] = [folder for folder in sys.path if folder]  # not from the current folder, where -c would look
import importlib.util, json
missing = [name for name in ("boto3", "botocore") if importlib.util.find_spec(name) is None]
version = list(sys.version_info[:2])
print(json.dumps({"command": sys.executable, "version": version, "missing": missing, "modulePath": sys.path}))
`;

const probeAnswer = z.object({
  command: z.string(),
  version: z.tuple([z.number(), z.number()]),
  missing: z.array(z.string()),
  modulePath: z.array(z.string()),
});

/**
 * The Python that `FLEETBOOK_PYTHON` names, or the one that runs moto, or the first on PATH that has boto3.
 * @throws ConfigurationError if the named one cannot be used, or if there is none
 */
export async function findBoto({ env, log, moto }: FindBotoOptions): Promise<BotoPython> {
  const chosen = env.FLEETBOOK_PYTHON;
  if (chosen) return chosenPython(chosen, env);

  const ofMoto = moto === undefined ? undefined : await pythonOf(moto.command, env);
  const onPath = PYTHON_NAMES.flatMap((name) => findProgram(name, env) ?? []);
  const unfit = new Map<string, string>();
  for (const python of new Set([...(ofMoto === undefined ? [] : [ofMoto]), ...onPath])) {
    const found = await probe(python, env);
    if (typeof found !== "string") {
      const fault = unfit.get(ofMoto ?? "");
      if (fault !== undefined) log(`moto's Python (${ofMoto}) ${fault}: using ${found.command}.`);
      return found;
    }
    unfit.set(python, found);
  }
  throw new ConfigurationError({
    place: "Python with boto3",
    message:
      `API calls and scripts of runbooks run on Python 3.${MINIMUM_MINOR} or newer with boto3, and ` +
      (unfit.size === 0
        ? "python3 is not on PATH."
        : `none was found: ${[...unfit].map((each) => each.join(" ")).join("; ")}.`),
    remedy: INSTALL_REMEDY,
  });
}

const INSTALL_REMEDY =
  "Install boto3 (`python3 -m pip install boto3`, in a virtual environment if you like), and name that " +
  "environment's Python in FLEETBOOK_PYTHON if it is not on PATH.";

async function chosenPython(chosen: string, env: NodeJS.ProcessEnv): Promise<BotoPython> {
  const python = findProgram(chosen, env);
  const found = python === undefined ? "is not an executable file" : await probe(python, env);
  if (typeof found !== "string") return found;
  throw new ConfigurationError({
    place: "FLEETBOOK_PYTHON",
    message: `${chosen} ${found}.`,
    remedy: `Name a Python 3.${MINIMUM_MINOR} or newer that has boto3, or unset the variable, so that Fleetbook looks for one.`,
  });
}

/** Asks an interpreter. A string is what is wrong with it, to follow its name in a message. */
async function probe(python: string, env: NodeJS.ProcessEnv): Promise<BotoPython | string> {
  const asked = await runProgram(python, ["-c", PROBE], { env, timeoutSeconds: PROBE_TIMEOUT_SECONDS });
  if (asked.failure !== undefined) return `${asked.failure}: ${lastLines(asked, 1).trim() || "it prints nothing"}`;
  const answer = answerOf(asked.stdout);
  if (answer === undefined) return "is not a Python 3";
  const { command, version, missing, modulePath } = answer;
  const [major, minor] = version;
  if (major !== 3 || minor < MINIMUM_MINOR)
    return `is Python ${version.join(".")}; 3.${MINIMUM_MINOR} or newer is needed`;
  if (missing.length > 0) return `does not have ${missing.join(" and ")}`;
  return { command: command || python, modulePath };
}

/** Only the last line is read, because site customizations of Python may print, too. */
function answerOf(stdout: string) {
  try {
    return probeAnswer.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  } catch {
    return undefined;
  }
}
