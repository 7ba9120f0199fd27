/** Writes fleet files for tests: the repository's example with changes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, type Problem } from "../../src/diagnostics/errors";
import { loadFleet } from "../../src/fleet/load";
import type { Fleet } from "../../src/fleet/model";

export const EXAMPLE = readFileSync(join(__dirname, "..", "..", "fleet.yaml"), "utf8");

const SURROUNDINGS = { runbooks: ["check-os", "check-os-windows"] };

/** The example with the first occurrence of each text replaced; fails if one is not there. */
export function example(...replacements: readonly (readonly [from: string, to: string])[]): string {
  return replacements.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the example has no ${JSON.stringify(from)}`);
    return text.replace(from, () => to);
  }, EXAMPLE);
}

/** The fleet that a file with this text describes. */
export function load(text: string): Fleet {
  const folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
  const path = join(folder, "fleet.yaml");
  try {
    writeFileSync(path, text);
    return loadFleet(path, SURROUNDINGS);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The faults of a file with this text, places without the folder: `fleet.yaml:4:7`. */
export function problems(text: string): readonly Problem[] {
  try {
    load(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map((problem) => ({ ...problem, place: problem.place?.replace(/^.*\//, "") ?? "" }));
  }
  return [];
}

/** The only fault of a file with this text. */
export function onlyProblem(text: string): Problem {
  const [problem, ...others] = problems(text);
  if (problem === undefined) throw new Error("the file has no fault");
  expect(others).toEqual([]);
  return problem;
}

/** Line of the example (from 1) that holds the text. */
export function lineOf(text: string, file: string = EXAMPLE): number {
  const index = file.split("\n").findIndex((line) => line.includes(text));
  if (index === -1) throw new Error(`no line holds ${JSON.stringify(text)}`);
  return index + 1;
}
