import { count, program } from "../../src/cli/program";

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

describe("a count on the command line", () => {
  it("is an integer from 1 on", () => {
    expect(["1", "12"].map(count)).toEqual([1, 12]);
    for (const text of ["0", "-1", "1.5", "two", ""]) expect(() => count(text)).toThrow("an integer from 1 on");
  });
});
