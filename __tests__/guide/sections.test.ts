/** Nobody finds a page that no list names. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { SECTIONS } from "../../src/guide/sections";

const ROOT = path.resolve(__dirname, "../..");
const pages = SECTIONS.flatMap((section) => section.pages);

/** The pages of docs/; a translation belongs to its page. */
const inDocs = readdirSync(path.join(ROOT, "docs"))
  .filter((file) => /^[\w-]+\.md$/.test(file))
  .map((file) => file.replace(/\.md$/, ""));

/** The lists at the end of a README: titles in bold, and the pages of docs/ below each. */
function listed(readme: string): readonly (readonly string[])[] {
  const text = readFileSync(path.join(ROOT, readme), "utf8");
  return text
    .split(/^\*\*.+\*\*$/m)
    .slice(1)
    .map((part) => [...part.matchAll(/^- \[docs\/([\w.-]+)\.md\]/gm)].map(([, name = ""]) => name))
    .filter((names) => names.length > 0);
}

describe("the sections of the documentation", () => {
  it("have every page of docs/ once", () => {
    expect([...pages].sort()).toEqual(inDocs.sort());
  });

  it.each(["README.md", "README.ja.md"])("are the lists of %s, in the same order", (readme) => {
    expect(listed(readme)).toEqual(SECTIONS.map((section) => section.pages));
  });

  it("have the titles of the README's lists", () => {
    const text = readFileSync(path.join(ROOT, "README.md"), "utf8");
    const titles = [...text.slice(text.indexOf("\n## Documentation")).matchAll(/^\*\*(.+)\*\*$/gm)];
    expect(titles.map(([, title]) => title)).toEqual(SECTIONS.map(({ title }) => title));
  });
});
