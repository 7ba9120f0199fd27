/** The waves of a request: which of its accounts have their turn first. */
import { counted } from "../../diagnostics/counted";
import { ConfigurationError } from "../../diagnostics/errors";
import type { Path } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Fleet } from "../../fleet/model";
import { selectAccounts, type Selection } from "./places";
import { accountsOf, type RequestPlace, type ResolvedWave } from "./request";
import { placed } from "./alarm";
import type { AlarmRequest, Gate, WaveRequest } from "./schema";

/** What options say of the gate of every wave. */
export interface GivenGate {
  readonly maxErrors?: string | undefined;
  readonly waitSeconds?: number | undefined;
  readonly confirm?: boolean | undefined;
  readonly alarm?: AlarmRequest | undefined;
}

/** `canary=ou:workloads/staging`, `account:app-dev`, `25%`, `25% of instances` */
const WAVE = /^(?:([^=]+)=)?(?:ou:(.+)|account:(.+)|(\d+%)|(\d+%)\s+of\s+instances)$/;

/**
 * Waves as one writes them on a command line, with commas between them: `canary=ou:workloads/staging, 25%, 100%`.
 * @param gate of every wave
 * @throws ConfigurationError
 */
export function wavesFrom(text: string, { maxErrors, waitSeconds, confirm, alarm }: GivenGate): readonly WaveRequest[] {
  return text.split(",").map((each) => {
    const [whole, name, unit, account, share, instances] = WAVE.exec(each.trim()) ?? [];
    if (whole === undefined) {
      throw new ConfigurationError({
        place: `--waves ${text}`,
        message: `"${each.trim()}" is not a wave.`,
        remedy:
          "Write ou:PATH, account:NAME, 25% (of the accounts) or 25% of instances, each with a name if you like: canary=ou:workloads/staging, 25%, 100%.",
      });
    }
    return {
      ...(name !== undefined && { name: name.trim() }),
      ...(unit !== undefined && { organizationalUnits: [unit] }),
      ...(account !== undefined && { accounts: [account] }),
      ...(share !== undefined && { share }),
      ...(instances !== undefined && { instances }),
      ...(maxErrors !== undefined && { maxErrors }),
      ...(waitSeconds !== undefined && { waitSeconds }),
      ...(confirm !== undefined && { confirm }),
      ...(alarm !== undefined && { alarm }),
    };
  });
}

/** @param places those of the request. @returns undefined if the request has no waves */
export function selectWaves(
  fleet: Fleet,
  waves: readonly WaveRequest[] | undefined,
  places: readonly RequestPlace[],
): Selection<readonly ResolvedWave[] | undefined> {
  if (waves === undefined) return { value: undefined, problems: [] };
  const problems: ValueProblem[] = [];
  const total = accountsOf(places).length;
  const waiting = new Set(accountsOf(places).map(({ id }) => id));
  const value = waves.map((wave, index): ResolvedWave => {
    const path: Path = ["waves", index];
    const chosen =
      wave.share === undefined ? selectAccounts(fleet, wave, path, problems) : nextAccounts(waiting, total, wave.share);
    const own = places.filter(({ account }) => waiting.has(account.id) && chosen.has(account.id));
    if (own.length === 0) problems.push(selectsNothing(nameOf(wave), path));
    for (const { account } of own) waiting.delete(account.id);
    return { name: nameOf(wave), gate: gateOf(fleet, wave), places: own };
  });
  if (problems.length === 0 && waiting.size > 0) {
    problems.push({
      path: ["waves"],
      message: `The waves leave out ${counted(waiting.size, "account")} of the run.`,
      remedy: "End with 100%, or leave these accounts out of the run (--exclude-account).",
    });
  }
  return { value, problems };
}

/** The first accounts of those that wait, so that the share of all has had its turn. Rounded up: a wave has an account. */
export function nextAccounts(waiting: ReadonlySet<string>, total: number, share: string): ReadonlySet<string> {
  const had = total - waiting.size;
  return new Set([...waiting].slice(0, Math.max(0, countAfter(share, total) - had)));
}

/** How many have had their turn after a wave with this share. */
export function countAfter(share: string, total: number): number {
  return Math.ceil((Number.parseInt(share, 10) * total) / 100);
}

/** The gate of a wave, with defaults. */
export function gateOf(fleet: Fleet, { maxErrors = "0", waitSeconds, confirm, alarm }: WaveRequest): Gate {
  return {
    maxErrors,
    ...(waitSeconds !== undefined && { waitSeconds }),
    ...(confirm !== undefined && { confirm }),
    ...(alarm !== undefined && { alarm: placed(fleet, alarm) }),
  };
}

/** The name of a wave in messages. */
export function nameOf({ name, organizationalUnits = [], accounts = [], share, instances }: WaveRequest): string {
  const selected = instances === undefined ? share : `${instances} of instances`;
  return name ?? selected ?? [...organizationalUnits, ...accounts].join("+");
}

/**
 * Checks waves of which some take a share of the instances, as far as that needs no list of the instances.
 * @param hasTargets whether the runbook acts on instances
 */
export function checkInstanceWaves(
  fleet: Fleet,
  waves: readonly WaveRequest[],
  hasTargets: boolean,
): readonly ValueProblem[] {
  const problems: ValueProblem[] = [];
  waves.forEach((wave, index) => {
    const path: Path = ["waves", index];
    if (wave.instances === undefined) selectAccounts(fleet, wave, path, problems);
    else if (!hasTargets) problems.push(hasNoInstances(nameOf(wave), path));
  });
  return problems;
}

function hasNoInstances(name: string, path: Path): ValueProblem {
  return {
    path,
    message: `The wave ${name} takes a share of the instances, and the runbook runs once in each account.`,
    remedy: "Take a share of the accounts: 25%.",
  };
}

function selectsNothing(name: string, path: Path): ValueProblem {
  return {
    path,
    message: `The wave ${name} selects no account that an earlier wave has not.`,
    remedy: "Leave it out, or name accounts of the run that still wait for their turn.",
  };
}
