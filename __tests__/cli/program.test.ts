import { program } from "../../src/cli/program";

describe("the help of a program", () => {
  it("says defaults, but none for an option that is repeatable", () => {
    const help = program("x", "does x")
      .option("--account <name>", "this account; repeatable", (name: string, names: string[]) => [...names, name], [])
      .option("--port <n>", "a port", "80")
      .helpInformation();
    expect(help).toContain('a port (default: "80")');
    expect(help).not.toContain("[]");
  });
});
