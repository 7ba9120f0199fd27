/** Tests that need programs. If one is missing, they are skipped with a note; with CI=true, they fail. */
import { findProgram } from "../src/tools/programs";

/** Milliseconds: long enough for the provider's waits on a busy machine. */
const PATIENCE = 20 * 60_000;

/** `describe` for tests that need these programs; `body` gets their absolute paths. */
export function describeWith(programs: readonly string[], name: string, body: (...paths: string[]) => void): void {
  jest.setTimeout(PATIENCE);
  const paths = programs.map((program) => pathOf(program));
  const missing = programs.filter((_, index) => paths[index] === undefined);
  if (missing.length === 0) {
    describe(name, () => body(...paths.flatMap((path) => path ?? [])));
  } else if (process.env.CI === "true") {
    it(`${name} (needs ${missing.join(", ")})`, () => {
      throw new Error(`${missing.join(", ")} not on PATH; CONTRIBUTING.md says how to install them.`);
    });
  } else {
    describe.skip(`${name} (skipped: ${missing.join(", ")} not on PATH)`, () => body(...programs));
  }
}

function pathOf(program: string): string | undefined {
  const chosen = program === "moto_server" ? process.env.FLEETBOOK_MOTO_SERVER : undefined;
  return chosen || findProgram(program, process.env);
}
