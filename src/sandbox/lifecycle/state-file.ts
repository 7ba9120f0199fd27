/**
 * The sandbox's folder, `.fleetbook/sandbox` in the project, and the state file in it. The file is the lock against a
 * second sandbox, and has everything that other commands need to talk to the sandbox or to stop it.
 */
import { link, mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../../diagnostics/errors";

/** Overrides the folder. */
const FOLDER_VARIABLE = "FLEETBOOK_SANDBOX";

const identity = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

/** What every version writes, so that any version can end the sandbox of another. */
const processesSchema = z.object({
  gateway: identity,
  moto: identity.extend({ socketFolder: z.string() }).optional(),
});

export type SandboxProcesses = z.infer<typeof processesSchema>;

const stateSchema = processesSchema.extend({
  phase: z.enum(["starting", "ready"]),
  /** Opens the gateway's control path. */
  token: z.string(),
  /** Absolute path. */
  fleetFile: z.string(),
  homeRegion: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** `http://127.0.0.1:<port>`, once it is ready. */
  endpoint: z.string().optional(),
  /** The fleet file and the nodes file, as they were last read. */
  files: z.array(z.object({ path: z.string(), sha256: z.string().optional() })),
  /** The nodes file that was named; undefined: the one beside the fleet file. */
  namedNodesFile: z.string().optional(),
  /** In a sandbox that is as late as AWS. */
  late: z.object({ seed: z.number().int() }).optional(),
  accounts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.enum(["management", "administrator", "member", "not in the fleet", "external"]),
    }),
  ),
});

export type SandboxState = z.infer<typeof stateSchema>;

export function sandboxFolder(projectFolder: string, env: NodeJS.ProcessEnv): string {
  const chosen = env[FOLDER_VARIABLE];
  return chosen ? resolve(chosen) : join(projectFolder, ".fleetbook", "sandbox");
}

/** The log of a gateway that runs in the background. */
export function logFileOf(folder: string): string {
  return join(folder, "sandbox.log");
}

export function motoLogFileOf(folder: string): string {
  return join(folder, "moto.log");
}

/** The state on disk. Undefined if there is none, "unreadable" if another version or program wrote the file. */
export async function readState(folder: string): Promise<SandboxState | "unreadable" | undefined> {
  const content = await readStateFile(folder);
  return content === undefined ? undefined : (stateSchema.safeParse(content).data ?? "unreadable");
}

/** The processes of a sandbox, whichever version started it. Undefined if the file does not say. */
export async function readProcesses(folder: string): Promise<SandboxProcesses | undefined> {
  return processesSchema.safeParse(await readStateFile(folder)).data;
}

/** Undefined if there is no file, null if it is not JSON. */
async function readStateFile(folder: string): Promise<unknown> {
  let json: string;
  try {
    json = await readFile(stateFileOf(folder), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "EACCES") throw ofAnotherUser(folder);
    throw error;
  }
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** Its file has the token, so only its user can read it. */
function ofAnotherUser(folder: string): ConfigurationError {
  return new ConfigurationError({
    place: folder,
    message: "The sandbox of this folder is another user's.",
    remedy: "Set FLEETBOOK_SANDBOX to a folder of your own.",
  });
}

/** Claims the folder for this sandbox. @returns false if another sandbox has it. */
export async function claimFolder(folder: string, state: SandboxState): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${stateFileOf(folder)}.${String(process.pid)}`;
  await writeFile(draft, JSON.stringify(state), { mode: 0o600 });
  try {
    // A link, because it is created with its whole content and only if none exists.
    await link(draft, stateFileOf(folder));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft);
  }
}

/** Replaces the state as a whole, so that a reader never sees half of it. */
export async function writeState(folder: string, state: SandboxState): Promise<void> {
  const file = stateFileOf(folder);
  await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Removes everything that a sandbox writes, and the folders that are then empty. Other files are kept. */
export async function removeFiles(folder: string): Promise<void> {
  const names = ["sandbox.json.new", "sandbox.log", "moto.log", "terraform.rc", "sandbox.json"];
  for (const name of names) await rm(join(folder, name), { force: true });
  await removeIfEmpty(folder);
  if (basename(dirname(folder)) === ".fleetbook") await removeIfEmpty(dirname(folder));
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(code)) throw error;
  }
}

function stateFileOf(folder: string): string {
  return join(folder, "sandbox.json");
}
