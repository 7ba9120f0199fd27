/** Finds the sandbox of a folder: none, a running one, or the rest of a killed one. */
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import type { LateOptions } from "../late/late-services";
import { isAlive, isGoneWithin, endProcess } from "./process-identity";
import { readProcesses, readState, removeFiles, type SandboxProcesses, type SandboxState } from "./state-file";
import { rm } from "node:fs/promises";
import { QUIET_SANDBOX, SANDBOX } from "../../diagnostics/called-as";

export type FoundSandbox =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly state: SandboxState }
  | { readonly kind: "of another version"; readonly state: SandboxProcesses }
  /** `state` is undefined where the file cannot be read. */
  | { readonly kind: "stale"; readonly state: SandboxProcesses | undefined };

/** How long to wait for a process to end by itself. */
const PATIENCE_MILLISECONDS = 10_000;

export async function findSandbox(folder: string): Promise<FoundSandbox> {
  const state = await readState(folder);
  if (state === undefined) return { kind: "none" };
  if (state === "unreadable") {
    const processes = await readProcesses(folder);
    const runs = processes !== undefined && (await isAlive(processes.gateway));
    return runs ? { kind: "of another version", state: processes } : { kind: "stale", state: processes };
  }
  return { kind: (await isAlive(state.gateway)) ? "running" : "stale", state };
}

/** @throws ConfigurationError if no sandbox is running there. */
export async function runningSandbox(folder: string): Promise<SandboxState & { readonly endpoint: string }> {
  const found = await findSandbox(folder);
  if (found.kind === "running" && found.state.endpoint !== undefined) {
    return { ...found.state, endpoint: found.state.endpoint };
  }
  if (found.kind === "of another version") throw ofAnotherVersion(folder, found.state);
  throw new ConfigurationError({
    place: folder,
    message: found.kind === "running" ? "The sandbox is still starting." : "No sandbox is running.",
    remedy: found.kind === "running" ? "Try again in a few seconds." : `Start one with \`${SANDBOX} up --detach\`.`,
  });
}

export function alreadyRunning(folder: string, state: SandboxState): ConfigurationError {
  const where = state.endpoint === undefined ? "starting" : `running at ${state.endpoint}`;
  return new ConfigurationError({
    place: folder,
    message: `A sandbox is already ${where} (process ${String(state.gateway.pid)}, since ${state.startedAt}, from ${state.fleetFile}).`,
    remedy: `Use it (\`${QUIET_SANDBOX} env\`), or end it with \`${SANDBOX} down\`. For a second one beside it, set FLEETBOOK_SANDBOX to another folder.`,
  });
}

/** What `status` and `env` say of a sandbox that is as late as AWS. */
export function lateText({ seed }: LateOptions): string {
  return `It is as late as AWS: what a write changes is seen seconds later (--late, seed ${String(seed)}).`;
}

/** A sandbox is as late as AWS, or not, as long as it runs. */
export function otherLateness(folder: string, { late }: SandboxState): ConfigurationError {
  const [message, remedy] =
    late === undefined
      ? ["The sandbox that runs is not late: a write is seen at once.", "without --late"]
      : [`The sandbox that runs is late, with the seed ${String(late.seed)}.`, `with --late-seed ${String(late.seed)}`];
  return new ConfigurationError({
    place: folder,
    message,
    remedy: `Use it as it is (\`up\` ${remedy}), or end it with \`${SANDBOX} down\` and start another one.`,
  });
}

function ofAnotherVersion(folder: string, { gateway }: SandboxProcesses): ConfigurationError {
  return new ConfigurationError({
    place: folder,
    message: `Another version of Fleetbook started the sandbox that runs here (process ${String(gateway.pid)}).`,
    remedy: `End it with \`${SANDBOX} down\`, then start a new one.`,
  });
}

/** Ends the remaining processes of a sandbox, if any, and removes its files. */
export async function removeSandbox(folder: string, state: SandboxProcesses | undefined): Promise<void> {
  if (state !== undefined) {
    await endProcess(state.gateway, PATIENCE_MILLISECONDS);
    const { moto } = state;
    if (moto !== undefined) {
      // moto ends by itself when the gateway has ended, unless its watchdog was killed too.
      if (!(await isGoneWithin(moto, PATIENCE_MILLISECONDS / 5))) await endProcess(moto, PATIENCE_MILLISECONDS);
      await rm(moto.socketFolder, { recursive: true, force: true });
    }
  }
  await removeFiles(folder);
}

/** Cleans up what a killed sandbox left in the folder. @throws ConfigurationError if a sandbox is running there. */
export async function cleanStale(folder: string, log: (line: string) => void): Promise<void> {
  const found = await findSandbox(folder);
  if (found.kind === "running") throw alreadyRunning(folder, found.state);
  if (found.kind === "of another version") throw ofAnotherVersion(folder, found.state);
  if (found.kind === "stale") {
    log(`Cleaning up what a sandbox that was killed left in ${folder}.`);
    await removeSandbox(folder, found.state);
  }
}

/** What is wrong if something else answers at a sandbox's endpoint. */
export function notOurs(endpoint: string): Problem {
  return {
    place: endpoint,
    message: "Another program than this folder's sandbox answers there.",
    remedy: `Run \`${SANDBOX} down\`, then start a new sandbox.`,
  };
}
