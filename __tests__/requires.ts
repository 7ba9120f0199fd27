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

/** Programs that may be elsewhere, or have other names on other systems. */
const CHOSEN: Readonly<Record<string, string | undefined>> = {
  moto_server: process.env.FLEETBOOK_MOTO_SERVER,
  chromium: process.env.FLEETBOOK_CHROMIUM,
};
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  chromium: ["chromium-browser", "google-chrome", "google-chrome-stable"],
};

function pathOf(program: string): string | undefined {
  if (CHOSEN[program]) return CHOSEN[program];
  for (const name of [program, ...(OTHER_NAMES[program] ?? [])]) {
    const path = findProgram(name, process.env);
    if (path !== undefined) return path;
  }
  return undefined;
}
