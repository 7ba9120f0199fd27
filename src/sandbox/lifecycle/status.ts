/** The status of a folder's sandbox. */
import type { SandboxAccount } from "../accounts/access";
import type { LateOptions } from "../late/late-services";
import { findSandbox } from "./find";

export type SandboxStatus =
  | { readonly kind: "not running" }
  /** A killed one left something behind, which the next `up` or `down` cleans up. */
  | { readonly kind: "stale" }
  | { readonly kind: "of another version"; readonly pid: number }
  | {
      readonly kind: "starting" | "running";
      readonly pid: number;
      /** ISO 8601. */
      readonly since: string;
      /** Undefined while it is starting. */
      readonly endpoint: string | undefined;
      readonly fleetFile: string;
      /** Undefined unless it is as late as AWS. */
      readonly late: LateOptions | undefined;
      readonly accounts: readonly SandboxAccount[];
    };

export async function status(folder: string): Promise<SandboxStatus> {
  const found = await findSandbox(folder);
  if (found.kind === "none") return { kind: "not running" };
  if (found.kind === "stale") return { kind: "stale" };
  if (found.kind === "of another version") return { kind: found.kind, pid: found.state.gateway.pid };
  const { gateway, startedAt, endpoint, fleetFile, accounts, phase, late } = found.state;
  return {
    kind: phase === "ready" ? "running" : "starting",
    pid: gateway.pid,
    since: startedAt,
    endpoint,
    fleetFile,
    late,
    accounts,
  };
}
