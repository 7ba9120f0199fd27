/** The settings that people make with environment variables. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { SETTINGS, unknownSettings } from "../../src/cli/settings";
import { filesBelow } from "../structure/sources";

const ROOT = path.resolve(__dirname, "../..");
const text = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const namesIn = (file: string) => [...text(file).matchAll(/\bFLEETBOOK_[A-Z_]+\b/g)].map(([name]) => name);

describe("the variables that begin with FLEETBOOK_", () => {
  it("are all known that the sources name", () => {
    const read = filesBelow("src", "stacks").flatMap(namesIn);
    expect([...new Set(read)].sort()).toEqual([...SETTINGS].sort());
  });

  it("are those that the help explains", () => {
    expect([...new Set(namesIn("help"))].sort()).toEqual([...SETTINGS].sort());
  });

  it("are refused if nothing reads them, with the name that was probably meant", () => {
    expect(unknownSettings({ FLEETBOOK_FLET: "other.yaml", FLEETBOOK_FLEET: "fleet.yaml", FLEET: "x" })).toEqual([
      {
        message: "The environment has the variable FLEETBOOK_FLET, which nothing reads.",
        remedy: 'Did you mean "FLEETBOOK_FLEET"? Otherwise unset it.',
      },
    ]);
  });
});
