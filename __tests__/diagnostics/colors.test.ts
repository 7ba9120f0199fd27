import { colorsFor } from "../../src/diagnostics/colors";

describe("colours", () => {
  it("are for a terminal", () => {
    expect(colorsFor(true, {}).red("x")).toBe("\x1b[31mx\x1b[39m");
  });

  it.each([undefined, false])("are not for a stream that is no terminal, in a CI system too: %s", (isTerminal) => {
    expect(colorsFor(isTerminal, { CI: "true" }).red("x")).toBe("x");
  });

  it.each([{ NO_COLOR: "1" }, { TERM: "dumb" }])("are turned off by %j", (env) => {
    expect(colorsFor(true, env).red("x")).toBe("x");
  });
});
