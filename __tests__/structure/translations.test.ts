import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pageStructure } from "./page-structure";

const PROJECT = join(__dirname, "../..");

/** Each page with its translation. */
const PAGES = [["README.md", "README.ja.md"]] as const;

const read = (page: string): string => readFileSync(join(PROJECT, page), "utf8");

describe("a translated page", () => {
  it.each(PAGES)("%s: %s has the same headings, code, links and lists", (page, translation) => {
    expect(pageStructure(read(translation), [page])).toEqual(pageStructure(read(page), [translation]));
  });

  it.each(PAGES)("%s and %s refer to each other", (page, translation) => {
    expect(read(page)).toContain(`](${translation})`);
    expect(read(translation)).toContain(`](${page})`);
  });
});
