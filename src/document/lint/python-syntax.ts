/** Asks the machine's python3 whether scripts compile. It never runs them. */
import { spawnSync } from "node:child_process";
import { isList, isObject } from "../json";
import { interpolate } from "../references";

interface SyntaxFault {
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
}

/** Reads a list of scripts and answers with null or [line, message] for each. */
const PROGRAM = `
import json, sys, warnings
warnings.simplefilter("ignore")
def fault(script):
    try:
        compile(script, "script", "exec")
    except SyntaxError as error:
        return [error.lineno or 1, error.msg]
    except (ValueError, RecursionError, MemoryError) as error:
        return [1, str(error)]
print(json.dumps([fault(script) for script in json.load(sys.stdin)]))
`;

/** How long python3 may take. Milliseconds. */
const TIME_LIMIT = 10_000;

/** The syntax error of each script; undefined if it has none, or if this machine has no python3. */
export function pythonSyntaxErrors(scripts: readonly string[]): readonly (SyntaxFault | undefined)[] {
  if (scripts.length === 0) return [];
  // AWS replaces references by values before Python reads the script.
  const sources = scripts.map((script) => interpolate(script, () => "X"));
  const { stdout, status } = spawnSync("python3", ["-I", "-S", "-c", PROGRAM], {
    input: JSON.stringify(sources),
    encoding: "utf8",
    timeout: TIME_LIMIT,
  });
  if (status !== 0) return scripts.map(() => undefined);
  const answers: unknown = JSON.parse(stdout);
  return scripts.map((_script, index) => faultFrom(isList(answers) ? answers[index] : undefined));
}

function faultFrom(answer: unknown): SyntaxFault | undefined {
  if (!isList(answer) || isObject(answer)) return undefined;
  return { line: Number(answer[0]), message: String(answer[1]) };
}
