/** What has to hold after a wave, before the next one starts. */
import { counted } from "../../diagnostics/counted";
import { hasEnded } from "../collect/records";
import type { Gate } from "../request/schema";
import type { Clock } from "./ports";
import { sumOf, type Progress } from "./progress";

export interface GateOptions {
  readonly gate: Gate;
  readonly wave: string;
  /** How the wave ended. */
  readonly progress: Progress;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
}

/** Why the next wave does not start; undefined if it does. Waits if the gate says so. */
export async function gateFault(options: GateOptions): Promise<string | undefined> {
  const { gate, wave, progress, clock, signal, confirm } = options;
  const fault = errorFault(gate, progress);
  if (fault !== undefined) return fault;
  if (gate.waitSeconds !== undefined) await clock.wait(gate.waitSeconds * 1000, signal);
  if (gate.confirm !== true) return undefined;
  if (confirm === undefined) return "its gate wants a confirmation, and there is no terminal to ask at";
  return (await confirm(`The wave ${wave} has held. Start the next one?`)) ? undefined : "the next wave was declined";
}

function errorFault({ maxErrors }: Gate, { status, places }: Progress): string | undefined {
  const unread = places.filter((place) => place.unread !== undefined);
  if (unread.length > 0) return `what happened in ${counted(unread.length, "account")} cannot be read`;
  const counts = sumOf(places.map(({ instances }) => instances));
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const errors = Object.entries(counts).reduce(
    (sum, [each, count]) => sum + (hasEnded(each) && each !== "Success" ? count : 0),
    0,
  );
  const accounts = places.filter(
    ({ status: own, instances, failures }) =>
      Object.keys(instances).length === 0 && (failures.length > 0 || (hasEnded(own) && own !== "Success")),
  ).length;
  const allowed = maxErrors.endsWith("%")
    ? Math.floor((Number(maxErrors.slice(0, -1)) * total) / 100)
    : Number(maxErrors);
  if (errors > allowed) return `${counted(errors, "instance")} failed, and ${allowed} may (${maxErrors})`;
  if (accounts > 0 && maxErrors !== "100%") return `in ${counted(accounts, "account")} nothing could be started`;
  if (status === "Cancelled") return "its execution was cancelled";
  return undefined;
}
