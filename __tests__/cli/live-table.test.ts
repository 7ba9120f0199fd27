import { LiveTable } from "../../src/cli/live-table";

/** A terminal that keeps what is visible. */
function screen(columns = 60, rows = 10) {
  let lines: string[] = [];
  const write = (text: string): void => {
    // Cursor up by some lines, and everything below is erased.
    const [up, erased] = text.split("A\u001b[0J");
    if (erased !== undefined && up !== undefined) lines = lines.slice(0, lines.length - Number(up.slice(2)));
    lines.push(...(erased ?? text).split("\n").slice(0, -1));
  };
  return { columns, rows, write, lines: () => lines };
}

function started(terminal: ReturnType<typeof screen>, total = 3) {
  let now = 0;
  const table = new LiveTable(terminal, () => now);
  table.begin("planning", total);
  return { table, pass: (milliseconds: number) => (now += milliseconds) };
}

describe("a table that moves", () => {
  it("has a line for each stack that runs, and the counts above", () => {
    const terminal = screen();
    const { table, pass } = started(terminal);
    table.show("administrator", "planning");
    pass(2_000);
    table.show("member-app-dev", "installing");
    table.draw();
    expect(terminal.lines()).toEqual([
      "planning 0 of 3 stacks  2 s",
      "  administrator      2 s  planning",
      "  member-app-dev     0 s  installing",
    ]);
    table.end("administrator");
    table.draw();
    expect(terminal.lines()).toEqual(["planning 1 of 3 stacks  2 s", "  member-app-dev     0 s  installing"]);
    table.close();
    expect(terminal.lines()).toEqual([]);
  });

  it("keeps above it what is logged, and what a stack ended with", () => {
    const terminal = screen();
    const { table } = started(terminal);
    table.log("a warning");
    table.show("guards", "planning");
    table.end("guards", "failed");
    expect(terminal.lines()).toEqual(["a warning", "guards  failed", "planning 1 of 3 stacks  0 s"]);
    table.close();
  });

  it("fits the terminal: long lines are cut, and stacks that have no room are counted", () => {
    const terminal = screen(40, 6);
    const { table } = started(terminal, 9);
    for (let index = 0; index < 5; index += 1) table.show(`stack-${index}`, "x".repeat(100));
    table.draw();
    expect(terminal.lines()).toHaveLength(4);
    expect(Math.max(...terminal.lines().map((line) => line.length))).toBe(39);
    expect(terminal.lines().at(-1)).toBe("  … and 3 more");
    table.close();
  });

  it("shows control characters of Terraform's output as escapes", () => {
    const terminal = screen();
    const { table } = started(terminal);
    table.show("guards", "a\u001b[31mb");
    table.draw();
    expect(terminal.lines().join("")).not.toContain("\u001b");
    table.close();
  });
});
