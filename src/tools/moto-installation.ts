/**
 * A private virtual environment with the pinned moto in the cache folder. A virtual environment cannot be moved, so each is
 * built in its own folder, and the link `current` is set when it is complete. An installation that is killed is therefore never
 * used, and two at once need no lock.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, readlink, realpath, rm, symlink } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../diagnostics/errors";
import { cacheFolder, cacheNotWritable } from "./cache-folder";
import { inspectMotoOf, type MotoScript } from "./moto-script";
import { lastLines, runProgram, type ProgramResult } from "./programs";
import { findPython } from "./python";
import type { ToolContext } from "./tool-context";

const VENV_TIMEOUT_SECONDS = 300;
const PIP_TIMEOUT_SECONDS = 1800;

export interface MotoInstallationOptions extends ToolContext {
  /** Path of the requirements file, which pins moto and its dependencies as `name==version`. */
  readonly requirements: string;
  /** Why the private one is used. It is the beginning of a log line: "moto_server is not on PATH". */
  readonly why: string;
}

/**
 * The private moto. It is installed first if it is missing.
 * @throws ConfigurationError if there is no suitable Python or no venv module, or if pip fails
 */
export async function privateMoto(options: MotoInstallationOptions): Promise<MotoScript> {
  const { env, log, why } = options;
  const requirements = await readFile(options.requirements, "utf8");
  const version = /^moto==(\S+)/m.exec(requirements)?.[1] ?? "";
  const digest = createHash("sha256").update(requirements).digest("hex").slice(0, 12);
  const home = path.join(cacheFolder(env), "moto", `${version}-${digest}`);
  const ready = await currentMoto(home, env);
  if (ready !== undefined) {
    log(`${why}: using moto ${ready.version} of ${home}.`);
    return ready;
  }

  const tool = `moto ${version}`;
  const python = await findPython(env, tool, installMotoRemedy(version));
  log(`${why}: installing moto ${version} with ${python} into ${home} …`);
  const own = path.join(home, `${hostname()}.${process.pid}.${randomUUID().slice(0, 8)}`);
  try {
    await removeLeftovers(home, env);
    await mkdir(home, { recursive: true });
  } catch (error) {
    throw cacheNotWritable(env, tool, error);
  }
  try {
    await build({ folder: own, python, requirements: options.requirements, version, env });
    return await publish(home, own, tool, env);
  } catch (error) {
    // The first failure is the one to report.
    await rm(own, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** The remedy if moto cannot be installed. */
function installMotoRemedy(version: string): string {
  return (
    "Install Python 3.10 or newer with its venv module (`sudo apt install python3-venv`, `brew install python`); " +
    `or install moto yourself (\`pipx install 'moto[server]==${version}'\`) so that moto_server is on PATH or ` +
    "FLEETBOOK_MOTO_SERVER names it."
  );
}

async function build(installation: {
  readonly folder: string;
  readonly python: string;
  readonly requirements: string;
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<void> {
  const { folder, python, requirements, version, env } = installation;
  // -I, so that neither the current folder nor PYTHONPATH can replace the standard library or a package.
  const venv = await runProgram(python, ["-I", "-m", "venv", folder], { env, timeoutSeconds: VENV_TIMEOUT_SECONDS });
  if (venv.failure !== undefined) {
    throw new ConfigurationError({
      place: `moto ${version}`,
      message: `The virtual environment cannot be created: \`${python} -m venv\` ${venv.failure}:\n${lastLines(venv)}`,
      remedy: installMotoRemedy(version),
    });
  }
  const pip = await runProgram(
    path.join(folder, "bin", "python"),
    ["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--requirement", requirements],
    // A pip.conf may set `user`, which pip refuses in a virtual environment.
    { env: { ...env, PIP_USER: "0" }, timeoutSeconds: PIP_TIMEOUT_SECONDS },
  );
  if (pip.failure !== undefined) {
    throw new ConfigurationError({
      place: `moto ${version}`,
      message: `pip could not install it: ${reasonOfPip(pip)}`,
      remedy:
        "Check the network, HTTPS_PROXY, and the package index that pip asks (PIP_INDEX_URL, pip's configuration); or install moto yourself " +
        `(\`pipx install 'moto[server]==${version}'\`) so that moto_server is on PATH or FLEETBOOK_MOTO_SERVER names it.`,
    });
  }
}

/** pip repeats a connection that fails, with a long line each time, and then says only that there is no such package. */
function reasonOfPip(pip: ProgramResult): string {
  const connection = /connection broken by '(?:\w+)\((?:.*?>: )?(.*?)\)'/.exec(pip.stderr)?.[1];
  if (connection !== undefined) return `it does not reach its package index (${connection.replace(/['"]+/g, "")}).`;
  return `it ${pip.failure}:\n${lastLines(pip)}`;
}

/** Makes the installation the current one. If another process was faster, the other installation is used. */
async function publish(home: string, own: string, tool: string, env: NodeJS.ProcessEnv): Promise<MotoScript> {
  const installed = await inspectMotoOf(path.join(own, "bin", "python"), path.join(own, "bin", "moto_server"), env);
  if (typeof installed === "string") {
    throw new ConfigurationError({
      place: tool,
      message: `The moto_server that was installed ${installed}.`,
      remedy: "Check the package index that pip asks (PIP_INDEX_URL, pip's configuration): it gave another moto.",
    });
  }
  try {
    // Never replaces an existing link.
    await symlink(path.basename(own), path.join(home, "current"));
    return installed;
  } catch (error) {
    const other = await currentMoto(home, env);
    if (other === undefined) throw cacheNotWritable(env, tool, error);
    await rm(own, { recursive: true, force: true });
    return other;
  }
}

/** The complete installation; undefined if there is none, or if its Python no longer exists. */
async function currentMoto(home: string, env: NodeJS.ProcessEnv): Promise<MotoScript | undefined> {
  let folder: string;
  try {
    folder = await realpath(path.join(home, "current"));
  } catch {
    return undefined;
  }
  const moto = await inspectMotoOf(path.join(folder, "bin", "python"), path.join(folder, "bin", "moto_server"), env);
  return typeof moto === "string" ? undefined : moto;
}

/** Removes installations that no longer work, and the folders that killed installations on this machine have left. */
async function removeLeftovers(home: string, env: NodeJS.ProcessEnv): Promise<void> {
  const current = path.join(home, "current");
  const linked = () => readlink(current).catch(() => undefined);
  // A link that is missing stays untouched: another process may be about to set it.
  if ((await linked()) !== undefined && (await currentMoto(home, env)) === undefined)
    await rm(current, { force: true });
  const inUse = await linked();
  for (const name of await readdir(home).catch(() => [])) {
    if (name === inUse) continue;
    const pid = name.startsWith(`${hostname()}.`) ? Number(name.slice(hostname().length + 1).split(".")[0]) : NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(path.join(home, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
