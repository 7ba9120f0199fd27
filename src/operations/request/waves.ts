/** The waves of a request: which of its accounts have their turn first. */
import { counted } from "../../diagnostics/counted";
import { ConfigurationError } from "../../diagnostics/errors";
import type { Path } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Fleet } from "../../fleet/model";
import { selectAccounts, type Selection } from "./places";
import { accountsOf, type RequestPlace, type ResolvedWave } from "./request";
import type { Gate, WaveRequest } from "./schema";

/** What options say of the gate of every wave. */
export type GivenGate = { readonly [Member in keyof Gate]?: Gate[Member] | undefined };

/** `canary=ou:workloads/staging`, `account:app-dev`, `25%` */
const WAVE = /^(?:([^=]+)=)?(?:ou:(.+)|account:(.+)|(\d+%))$/;

/**
 * Waves as one writes them on a command line, with commas between them: `canary=ou:workloads/staging, 25%, 100%`.
 * @param gate of every wave
 * @throws ConfigurationError
 */
export function wavesFrom(text: string, { maxErrors, waitSeconds, confirm }: GivenGate): readonly WaveRequest[] {
  return text.split(",").map((each) => {
    const [whole, name, unit, account, share] = WAVE.exec(each.trim()) ?? [];
    if (whole === undefined) {
      throw new ConfigurationError({
        place: `--waves ${text}`,
        message: `"${each.trim()}" is not a wave.`,
        remedy:
          "Write ou:PATH, account:NAME or a percentage, each with a name if you like: canary=ou:workloads/staging, 25%, 100%.",
      });
    }
    return {
      ...(name !== undefined && { name: name.trim() }),
      ...(unit !== undefined && { organizationalUnits: [unit] }),
      ...(account !== undefined && { accounts: [account] }),
      ...(share !== undefined && { share }),
      ...(maxErrors !== undefined && { maxErrors }),
      ...(waitSeconds !== undefined && { waitSeconds }),
      ...(confirm !== undefined && { confirm }),
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
      wave.share === undefined ? selectAccounts(fleet, wave, path, problems) : firstOf(waiting, total, wave.share);
    const own = places.filter(({ account }) => waiting.has(account.id) && chosen.has(account.id));
    if (own.length === 0) problems.push(selectsNothing(nameOf(wave), path));
    for (const { account } of own) waiting.delete(account.id);
    const { maxErrors = "0", waitSeconds, confirm } = wave;
    const gate = {
      maxErrors,
      ...(waitSeconds !== undefined && { waitSeconds }),
      ...(confirm !== undefined && { confirm }),
    };
    return { name: nameOf(wave), gate, places: own };
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
function firstOf(waiting: ReadonlySet<string>, total: number, share: string): ReadonlySet<string> {
  const had = total - waiting.size;
  const count = Math.ceil((Number.parseInt(share, 10) / 100) * total) - had;
  return new Set([...waiting].slice(0, Math.max(0, count)));
}

function nameOf({ name, organizationalUnits = [], accounts = [], share }: WaveRequest): string {
  return name ?? share ?? [...organizationalUnits, ...accounts].join("+");
}

function selectsNothing(name: string, path: Path): ValueProblem {
  return {
    path,
    message: `The wave ${name} selects no account that an earlier wave has not.`,
    remedy: "Leave it out, or name accounts of the run that still wait for their turn.",
  };
}
