/** What has to hold after a wave, before the next one starts. */
import { counted } from "../../diagnostics/counted";
import { hasEnded } from "../collect/records";
import type { Gate } from "../request/schema";
import { alarmFault, waitForAlarm, type AlarmOptions, type AlarmReader } from "./alarms";
import type { Clock } from "./ports";
import { sumOf, type Progress } from "./progress";

export interface GateOptions {
  readonly gate: Gate;
  readonly wave: string;
  /** How the wave ended. */
  readonly progress: Progress;
  readonly clock: Clock;
  readonly alarms: AlarmReader;
  readonly signal?: AbortSignal | undefined;
  readonly onTrouble?: ((message: string, remedy: string) => void) | undefined;
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
}

/** Why the next wave does not start; undefined if it does. Waits if the gate says so. */
export async function gateFault(options: GateOptions): Promise<string | undefined> {
  const { gate, wave, progress, confirm } = options;
  const fault = errorFault(gate, progress) ?? (await waited(options)) ?? (await alarmOf(options, alarmFault));
  if (fault !== undefined || gate.confirm !== true) return fault;
  if (confirm === undefined) return "its gate wants a confirmation, and there is no terminal to ask at";
  if (!(await confirm(`The wave ${wave} has held. Start the next one?`))) return "the next wave was declined";
  // Hours may have passed until somebody has answered.
  return alarmOf(options, alarmFault);
}

async function waited(options: GateOptions): Promise<string | undefined> {
  const { gate, clock, signal } = options;
  if (gate.waitSeconds === undefined) return undefined;
  const milliseconds = gate.waitSeconds * 1000;
  if (gate.alarm !== undefined) return alarmOf(options, (alarm) => waitForAlarm(alarm, milliseconds));
  await clock.wait(milliseconds, signal);
  return undefined;
}

async function alarmOf(
  { gate: { alarm }, alarms: read, clock, signal, onTrouble }: GateOptions,
  look: (options: AlarmOptions) => Promise<string | undefined>,
): Promise<string | undefined> {
  return alarm === undefined ? undefined : look({ alarm, read, clock, signal, onTrouble });
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
