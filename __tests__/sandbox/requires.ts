/** Tests that need moto: skipped with a word about it where it is missing, a failure where CI promised to have it. */
import { findProgram } from "../../tools/programs";

/** Absolute path of `moto_server`, undefined if it is not on this machine. */
export function motoOnThisMachine(): string | undefined {
  return process.env.FLEETBOOK_MOTO_SERVER || findProgram("moto_server", process.env);
}

/** For machines under load: a start takes two seconds on two idle cores. In milliseconds. */
const PATIENCE = 60_000;

/** `describe` for tests that need moto; `body` gets the path of `moto_server`. */
export function describeWithMoto(name: string, body: (moto: string) => void): void {
  const moto = motoOnThisMachine();
  if (moto !== undefined) {
    jest.setTimeout(PATIENCE);
    describe(name, () => {
      body(moto);
    });
  } else if (process.env.CI === "true") {
    it(`${name} (needs moto)`, () => {
      throw new Error("moto_server is not on PATH. Install it: pip install -r tools/moto-requirements.txt");
    });
  } else {
    describe.skip(`${name} (skipped: moto_server is not on PATH)`, () => {
      body("moto_server");
    });
  }
}
