/**
 * Finds the moto_server that the sandbox runs: the one that the user names, the one on PATH, or a pinned one in a private virtual
 * environment that is created once.
 */
import path from "node:path";
import { coerce, lt } from "semver";
import { ConfigurationError } from "../diagnostics/errors";
import { privateMoto } from "./moto-installation";
import { inspectMotoScript, type MotoScript } from "./moto-script";
import { findProgram } from "./programs";
import type { ToolContext } from "./tool-context";

/** The oldest moto that the sandbox's gateway supports. */
const MINIMUM_VERSION = "5.1.0";

export interface MotoTool {
  /** Absolute path of moto_server. */
  readonly command: string;
  /** Undefined if it is not known, for example for a wrapper in another language. */
  readonly version: string | undefined;
}

export interface FindMotoOptions extends ToolContext {
  /** Path of the requirements file of the private installation. @default `moto-requirements.txt` beside this file */
  readonly requirements?: string;
}

/**
 * Finds moto_server, or installs it and logs that.
 * A program that `FLEETBOOK_MOTO_SERVER` names is never replaced.
 * @throws ConfigurationError if that program is missing or cannot be used, or if moto cannot be installed
 */
export async function findMoto(options: FindMotoOptions): Promise<MotoTool> {
  const { env, log, requirements = path.join(__dirname, "moto-requirements.txt") } = options;
  const chosen = env.FLEETBOOK_MOTO_SERVER;
  if (chosen) return chosenMoto(chosen, env);

  const onPath = findProgram("moto_server", env);
  if (onPath === undefined) return privateMoto({ env, log, requirements, why: "moto_server is not on PATH" });
  const moto = await inspectMotoScript(onPath, env);
  const fault = faultOf(moto);
  if (typeof moto !== "string" && fault === undefined) return moto;
  return privateMoto({ env, log, requirements, why: `moto_server on PATH (${onPath}) ${fault}` });
}

async function chosenMoto(chosen: string, env: NodeJS.ProcessEnv): Promise<MotoTool> {
  const command = findProgram(path.resolve(chosen), env);
  const moto = command === undefined ? "is not an executable file" : await inspectMotoScript(command, env);
  const fault = faultOf(moto);
  if (typeof moto !== "string" && fault === undefined) return moto;
  throw new ConfigurationError({
    place: "FLEETBOOK_MOTO_SERVER",
    message: `${chosen} ${fault}.`,
    remedy: `Name the moto_server of moto ${MINIMUM_VERSION} or newer, or unset the variable, so that Fleetbook finds or installs one.`,
  });
}

/** What is wrong with a moto_server, to follow its name in a message; undefined if it can be used. */
function faultOf(moto: MotoScript | string): string | undefined {
  if (typeof moto === "string") return moto;
  const version = coerce(moto.version);
  if (version === null || !lt(version, MINIMUM_VERSION)) return undefined;
  return `is version ${moto.version}; ${MINIMUM_VERSION} or newer is needed`;
}
