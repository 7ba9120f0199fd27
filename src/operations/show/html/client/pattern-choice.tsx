/** What differs on every machine by nature, and is folded if the user asks for it. */
import { normalizer, PATTERN_NAMES, type PatternName } from "../../../fold/normalize";
import { instanceView, type Normalized } from "../model/groups";
import type { Outputs } from "./outputs";

const TITLES: Readonly<Record<PatternName, string>> = {
  host: "host names",
  time: "times",
  pid: "process ids",
  ip: "IP addresses",
  uuid: "UUIDs",
  number: "all numbers",
};

interface Props {
  readonly patterns: readonly PatternName[];
  readonly onChoose: (patterns: readonly PatternName[]) => void;
}

export function PatternChoice({ patterns, onChoose }: Props) {
  return (
    <fieldset class="patterns">
      <legend>Take as equal</legend>
      {PATTERN_NAMES.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={patterns.includes(name)}
            onChange={() => onChoose(PATTERN_NAMES.filter((other) => (other === name) !== patterns.includes(other)))}
          />{" "}
          {TITLES[name]}
        </label>
      ))}
    </fieldset>
  );
}

/** Normalizes answers; undefined as long as outputs are being read, or if nothing is to be normalized. */
export function normalizedBy(
  patterns: readonly PatternName[],
  outputs: Outputs,
  ready: boolean,
): Normalized | undefined {
  if (patterns.length === 0 || !ready) return undefined;
  const normalize = normalizer(patterns);
  const known = new Map<number, ReturnType<typeof normalize>>();
  return (row, output) => {
    const own = known.get(output) ?? normalize(outputs.text(output) ?? "");
    known.set(output, own);
    return own(instanceView(row));
  };
}
