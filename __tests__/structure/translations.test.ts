import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pageStructure } from "./page-structure";

const PROJECT = join(__dirname, "../..");

/** Each page with its translation. */
const PAGES = [
  ["README.md", "README.ja.md"],
  ["docs/tutorial.md", "docs/tutorial.ja.md"],
] as const;

/** Links to these are in the translations alone. */
const TRANSLATIONS = PAGES.flatMap(([, page]) => [page, basename(page)]);

const read = (page: string): string => readFileSync(join(PROJECT, page), "utf8");

describe("a translated page", () => {
  it.each(PAGES)("%s: %s has the same headings, code, links and lists", (page, translation) => {
    const others = [...TRANSLATIONS, basename(page)];
    expect(pageStructure(read(translation), others)).toEqual(pageStructure(read(page), others));
  });

  it.each(PAGES)("%s and %s refer to each other", (page, translation) => {
    expect(read(page)).toContain(`](${basename(translation)})`);
    expect(read(translation)).toContain(`](${basename(page)})`);
  });
});
