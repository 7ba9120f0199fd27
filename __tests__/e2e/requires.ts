/** End-to-end tests need programs: where one is missing they are skipped with a word about it, with CI=true they fail. */
import { findProgram } from "../../tools/programs";

/** For provider waits and machines under load. In milliseconds. */
const PATIENCE = 20 * 60_000;

/** `describe` for tests that need these programs on PATH. */
export function describeWith(programs: readonly string[], name: string, body: () => void): void {
  jest.setTimeout(PATIENCE);
  const missing = programs.filter((program) => findProgram(program, process.env) === undefined);
  if (missing.length === 0) {
    describe(name, body);
  } else if (process.env.CI === "true") {
    it(`${name} (needs ${missing.join(", ")})`, () => {
      throw new Error(`${missing.join(", ")} not on PATH; CONTRIBUTING.md says how to install them.`);
    });
  } else {
    describe.skip(`${name} (skipped: ${missing.join(", ")} not on PATH)`, body);
  }
}
