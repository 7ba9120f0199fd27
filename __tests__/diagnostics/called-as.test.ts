import { readFileSync } from "node:fs";
import path from "node:path";
import { FLEETBOOK, QUIET_SANDBOX } from "../../src/diagnostics/called-as";
import { filesBelow } from "../structure/sources";

const ROOT = path.resolve(__dirname, "../..");

describe("the name of a command in a message", () => {
  it("is that of the repository's scripts where the sources run", () => {
    expect([FLEETBOOK, QUIET_SANDBOX]).toEqual(["npm run fleetbook --", "npm run -s sandbox --"]);
  });

  it("is written nowhere else than in the file that knows how Fleetbook was called, and in comments", () => {
    const written = filesBelow("src", "stacks").filter((file) => {
      if (!/\.tsx?$/.test(file) || file === "src/diagnostics/called-as.ts") return false;
      const code = readFileSync(path.join(ROOT, file), "utf8").replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
      return /npm run (-s )?(fleetbook|sandbox|demo) --/.test(code);
    });
    expect(written).toEqual([]);
  });
});
