/** Writes fleet files for tests: the example with changes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, type Problem } from "../../src/diagnostics/errors";
import { runbookInterface } from "../../src/catalogue/runbook-interface";
import type { Surroundings } from "../../src/fleet/consistency/surroundings";
import { loadFleet } from "../../src/fleet/load";
import type { Fleet } from "../../src/fleet/model";
import { shippedRunbooks } from "../fixtures/shipped-runbooks";

export const EXAMPLE = readFileSync(join(__dirname, "..", "fixtures", "example", "fleet.yaml"), "utf8");

export const SURROUNDINGS: Surroundings = {
  runbooks: [...shippedRunbooks.keys()],
  runbook: (name) => {
    const runbook = shippedRunbooks.get(name);
    return runbook && runbookInterface(runbook);
  },
};

/** The example with the first occurrence of each string replaced; fails if one is not there. */
export function example(...replacements: readonly (readonly [from: string, to: string])[]): string {
  return replacements.reduce((file, [from, to]) => {
    if (!file.includes(from)) throw new Error(`the example has no ${JSON.stringify(from)}`);
    return file.replace(from, () => to);
  }, EXAMPLE);
}

/** The fleet that a file with this content describes. @param lock the content of its lock file */
export function load(content: string | Buffer, lock?: string): Fleet {
  return withFiles(content, lock, (path) => loadFleet(path, SURROUNDINGS));
}

/** What a function makes of a fleet file, and of its lock file, with this content. */
export function withFiles<T>(content: string | Buffer, lock: string | undefined, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "fleetbook-test-"));
  const path = join(folder, "fleet.yaml");
  try {
    writeFileSync(path, content);
    if (lock !== undefined) writeFileSync(join(folder, "fleet.lock.yaml"), lock);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The faults of a file with this content, places without the folder: `fleet.yaml:4:7`. */
export function problems(content: string | Buffer, lock?: string): readonly Problem[] {
  try {
    load(content, lock);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(withoutFolder);
  }
  return [];
}

function withoutFolder({ place, message, remedy }: Problem): Problem {
  const shorter = (text: string) => text.replaceAll(/\S*fleetbook-test-[^/]*\//g, "");
  return { place: shorter(place ?? ""), message: shorter(message), remedy: shorter(remedy) };
}

/** The only fault of a file with this content. */
export function onlyProblem(content: string | Buffer, lock?: string): Problem {
  const [problem, ...others] = problems(content, lock);
  if (problem === undefined) throw new Error("the file has no fault");
  expect(others).toEqual([]);
  return problem;
}

/** Number of the first line (from 1) that contains the string. */
export function lineOf(string: string, file: string = EXAMPLE): number {
  const index = file.split("\n").findIndex((line) => line.includes(string));
  if (index === -1) throw new Error(`no line contains ${JSON.stringify(string)}`);
  return index + 1;
}
