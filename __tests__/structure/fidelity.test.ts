/** docs/fidelity.md against the tests and the code that it is about. */
import { existsSync, readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { COMPARED, DIFFERENCES } from "./known-differences";
import { tableRows } from "./page-tables";

const PAGE = readFileSync("docs/fidelity.md", "utf8");
const rowsOf = (heading: string) => tableRows(PAGE, heading);
const namesIn = (cells: readonly (string | undefined)[]) => cells.map((cell = "") => cell.replaceAll("`", ""));

describe("the page about fidelity", () => {
  it("names tests that exist", () => {
    const tests = namesIn(rowsOf("Comparisons").map((cells) => cells.at(-1)));
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((test) => !existsSync(test))).toEqual([]);
  });

  it("counts what was compared", () => {
    const missing = DIFFERENCES.flatMap(({ members }) => members).length;
    expect(PAGE).toContain(
      `of ${COMPARED.members} members of ${COMPARED.operations} operations, ${missing} are missing: the list below`,
    );
  });

  it("lists the members that are missing, with the reasons", () => {
    expect(rowsOf("Members that are missing")).toEqual(
      DIFFERENCES.map(({ operation, members, reason }) => [
        operation,
        members.map((member) => `\`${member}\``).join(", "),
        reason,
      ]),
    );
  });

  it("has every place at which the code chooses because AWS's documentation is silent", () => {
    const silent =
      /AWS does not document|AWS's documentation is contradictory|AWS documents that this is an error, but not which/;
    const files = globSync(["src/engine/**/*.ts", "src/sandbox/**/*.ts"]).filter((file) =>
      silent.test(readFileSync(file, "utf8").replace(/\n \* /g, " ")),
    );
    expect(namesIn(rowsOf("Where AWS's documentation is silent").map((cells) => cells.at(-1))).sort()).toEqual(
      files.sort(),
    );
  });
});
