import { renderPage } from "../../../src/cli/help/render-page";
import { columnsOf } from "../../../src/diagnostics/text/width";
import { colorsFor } from "../../../src/diagnostics/colors";
import { readPage, topicNames } from "../../../src/guide/topics";

const plain = colorsFor(false);
const isTopic = (name: string) => name === "report";
const rendered = (page: string, columns = 40) => renderPage(page, { columns, colors: plain, isTopic });

describe("a page in the terminal", () => {
  it("has its headings at the edge and its text indented", () => {
    expect(rendered("# Title\n\nA text\nof two lines.\n\n## Part\n\nMore.\n")).toBe(
      "Title\n═════\n\n  A text of two lines.\n\nPart\n\n  More.\n",
    );
  });

  it("has code as it is, and lists with their marks", () => {
    expect(rendered("```sh\nnpm  ci\n\nnpm test\n```\n\n1. one\n2. two `three`\n   - four\n")).toBe(
      "    npm  ci\n\n    npm test\n\n  1. one\n  2. two `three`\n     - four\n",
    );
  });

  it("says where a link goes, if its text does not", () => {
    expect(rendered("[a](https://a.example) [this](report.md#x) [report.md](report.md) [below](#y)", 90)).toBe(
      "  a (https://a.example) this (report.md) report.md below\n",
    );
  });

  it("shows a table that fits, and its rows one after the other if words are too long", () => {
    expect(rendered("| key | says |\n| --- | --- |\n| `a` | b |\n")).toContain("│ `a` │ b    │");
    const long = "x".repeat(30);
    expect(rendered(`| key | says |\n| --- | --- |\n| ${long} | ${long} |\n`)).toBe(`  ${long}\n    says: ${long}\n`);
  });

  it("leaves out comments, and names pictures", () => {
    expect(rendered("<!-- generated -->\n\n![All rooms](a.svg)\n")).toBe("  [picture: All rooms]\n");
  });

  it("has colours for code and bold headings on a terminal", () => {
    const colors = colorsFor(true, {});
    expect(renderPage("## A\n\nuse `x`\n", { columns: 40, colors, isTopic })).toBe(
      `${colors.bold("A")}\n\n  use ${colors.cyan("x")}\n`,
    );
  });

  it.each(topicNames())("fits 80 columns but for code and long words: %s", (name) => {
    const long = rendered(readPage(name), 80)
      .split("\n")
      .filter((line) => columnsOf(line) > 80 && !/^ {4,}/.test(line) && / \S/.test(line.trim()));
    expect(long).toEqual([]);
  });
});
