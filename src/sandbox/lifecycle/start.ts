/** Starts a sandbox in this process, which other commands find through its folder, and stops it. */
import { randomBytes } from "node:crypto";
import type { AmazonDocuments } from "../../amazon/document";
import { OperationError } from "../../diagnostics/errors";
import type { Fleet } from "../../fleet/model";
import { sandboxAccounts } from "../accounts/access";
import type { LateOptions } from "../late/late-services";
import type { NodeDescriptions } from "../machines/description";
import { startOrganization, type LocalOrganization } from "../organization";
import { alreadyRunning, cleanStale, findSandbox } from "./find";
import type { LoadedFile } from "./loaded-files";
import { processIdentity, type ProcessIdentity } from "./process-identity";
import { claimFolder, motoLogFileOf, removeFiles, writeState, type SandboxState } from "./state-file";

export interface StartOptions {
  readonly fleet: Fleet;
  /** @default a free port */
  readonly port?: number | undefined;
  /** `sandboxFolder` */
  readonly folder: string;
  readonly moto: {
    /** Absolute path of `moto_server`. */
    readonly command: string;
  };
  /** What the managed nodes answer. @default every node is healthy */
  readonly nodes?: NodeDescriptions | undefined;
  /** The documents of Amazon's that the project has pulled. @default only the built-in ones */
  readonly amazonDocuments?: AmazonDocuments | undefined;
  /** The files that the fleet and the nodes were read from, by which a change of them is noticed. @default none */
  readonly files?: readonly LoadedFile[];
  /** As late as AWS. @default a write is seen at once */
  readonly late?: LateOptions | undefined;
  /** The nodes file that was named. @default the one beside the fleet file */
  readonly namedNodesFile?: string | undefined;
  /** Absolute path of the file that every decision about a permission is appended to. @default none is recorded */
  readonly trailFile?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}

/** A sandbox in this process. `stop` ends every process of it and removes every file. */
export type Sandbox = LocalOrganization;

/**
 * Starts a sandbox, after cleaning up what a killed one left in the folder.
 * @throws ConfigurationError if a sandbox is already running there or the port is in use, OperationError if moto does not
 *   start.
 */
export async function startSandbox(options: StartOptions): Promise<Sandbox> {
  const { folder, fleet } = options;
  let state: SandboxState = {
    phase: "starting",
    gateway: await identityOf(process.pid),
    token: randomBytes(32).toString("hex"),
    fleetFile: fleet.file,
    homeRegion: fleet.homeRegion,
    startedAt: new Date().toISOString(),
    accounts: [...sandboxAccounts(fleet)],
    files: [...(options.files ?? [])],
    namedNodesFile: options.namedNodesFile,
    late: options.late,
  };
  await cleanStale(folder, options.log);
  if (!(await claimFolder(folder, state))) {
    const found = await findSandbox(folder);
    throw alreadyRunning(folder, found.kind === "running" ? found.state : state);
  }
  try {
    const organization = await startOrganization({
      ...options,
      token: state.token,
      // The folder holds the token.
      secretFolders: [folder],
      motoLogFile: motoLogFileOf(folder),
      onMoto: async ({ pid, socketFolder }) => {
        state = { ...state, moto: { ...(await identityOf(pid)), socketFolder } };
        await writeState(folder, state);
      },
    });
    await writeState(folder, { ...state, phase: "ready", endpoint: organization.endpoint });
    let stopping: Promise<void> | undefined;
    // Only once, because afterwards the folder may belong to another sandbox.
    const stop = () => (stopping ??= organization.stop().then(() => removeFiles(folder)));
    return { ...organization, stop };
  } catch (error) {
    await removeFiles(folder);
    throw error;
  }
}

/**
 * Runs a sandbox until `signal` aborts.
 * @param onReady receives the endpoint once it can be used
 * @throws OperationError if moto ends by itself; ConfigurationError and OperationError as `startSandbox` does.
 */
export async function serveSandbox(
  options: StartOptions & { readonly signal: AbortSignal; readonly onReady: (endpoint: string) => void },
): Promise<void> {
  const sandbox = await startSandbox(options);
  try {
    if (!options.signal.aborted) options.onReady(sandbox.endpoint);
    const motoEnded = await Promise.race([sandbox.ended.then(() => true), aborted(options.signal).then(() => false)]);
    if (motoEnded) {
      throw new OperationError({
        place: options.moto.command,
        message: "moto, which the sandbox is made of, has ended by itself.",
        remedy: "Start the sandbox again; it is empty then, so deploy again as well.",
      });
    }
  } finally {
    await sandbox.stop();
  }
}

/** Aborts at the first SIGINT, SIGTERM or SIGHUP, for `serveSandbox`. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => {
      resolve();
    });
  });
}

async function identityOf(pid: number): Promise<ProcessIdentity> {
  // A process that has already ended needs no cleaning up, so any identity will do.
  return (await processIdentity(pid)) ?? { pid, startedAt: "ended" };
}
