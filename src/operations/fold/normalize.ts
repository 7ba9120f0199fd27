/**
 * Replaces what differs on every machine by nature, so that answers which mean the same are the same text. It is done when it is
 * asked for, and what is shown then has the names of the patterns in place of the values.
 */
import { ConfigurationError } from "../../diagnostics/errors";
import { didYouMean } from "../../diagnostics/did-you-mean";
import type { InstanceView } from "./run-view";

const WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*";
const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
const CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:\\s?[AP]M)?";
const ZONE = "(?:\\s?(?:Z|[+-]\\d{2}:?\\d{2}|[A-Z]{3,4}))?";

/** Each name with the texts that it stands for. `host` depends on the instance. */
const PATTERNS = {
  time: new RegExp(
    [
      `(?:${WEEKDAY},?\\s)?\\d{4}-\\d{2}-\\d{2}(?:[T\\s]${CLOCK}${ZONE})?`,
      `(?:${WEEKDAY},?\\s)?(?:${MONTH}\\s+\\d{1,2}|\\d{1,2}\\s+${MONTH})(?:,?\\s+\\d{4})?(?:\\s+${CLOCK}${ZONE})?(?:\\s+\\d{4})?`,
      `\\b\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d+)?${ZONE}`,
    ].join("|"),
    "g",
  ),
  pid: /(?<=\bpid[ =:]+)\d+|(?<=\bPID[ =:]+)\d+|(?<=[a-z_-])\[\d+\](?=:)/g,
  host: /\bip-\d{1,3}(?:-\d{1,3}){3}(?:\.[a-z0-9.-]+\.(?:internal|local))?|\bEC2AMAZ-[A-Z0-9]{7}\b|\bm?i-[0-9a-f]{8,17}\b/g,
  ip: /\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4})\b/g,
  uuid: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi,
  number: /\d+/g,
} as const;

export type PatternName = keyof typeof PATTERNS;

/** What `default` stands for. */
const DEFAULT_PATTERNS: readonly PatternName[] = ["host", "time", "pid"];

export const PATTERN_NAMES = Object.keys(PATTERNS) as readonly PatternName[];

/**
 * The patterns that the user has named.
 * @param text names with commas between them; `default` stands for host, time and pid
 * @throws ConfigurationError with the known names
 */
export function patternsOf(text: string): readonly PatternName[] {
  const named = text.split(",").flatMap((part): readonly string[] => {
    const name = part.trim();
    return name === "default" ? DEFAULT_PATTERNS : [name];
  });
  for (const name of named) {
    if (PATTERN_NAMES.some((known) => known === name)) continue;
    throw new ConfigurationError({
      message: `--normalize: there is no pattern "${name}".`,
      remedy: didYouMean(name, ["default", ...PATTERN_NAMES]),
    });
  }
  // In the order of the table: a number is replaced after everything that has numbers.
  return PATTERN_NAMES.filter((name) => named.includes(name));
}

/** Normalizes an answer of an instance. The same text is normalized once for everything that does not depend on the instance. */
export function normalizer(names: readonly PatternName[]): (text: string) => (instance: InstanceView) => string {
  return (text) => {
    const forHost = names.includes("host");
    const general = (source: string) =>
      names.reduce((result, name) => result.replaceAll(PATTERNS[name], `<${name}>`), source);
    const shared = forHost ? undefined : general(text);
    return (instance) => shared ?? general(withoutOwnNames(text, instance));
  };
}

function withoutOwnNames(text: string, { name, hostName = "", instance }: InstanceView): string {
  // The full name first, then what is before its first dot.
  const own = [hostName, name, instance, hostName.split(".")[0] ?? ""].filter((each) => each.length > 1);
  return own.reduce((result, each) => result.replaceAll(wholeName(each), "<host>"), text);
}

/** A name, and not a part of a longer one. */
function wholeName(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "gi");
}
