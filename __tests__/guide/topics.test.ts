import { lexer, walkTokens, type Token } from "marked";
import { headOf, readPage, topicNames, topicSections } from "../../src/guide/topics";

describe("the summary of a page", () => {
  it("is its first sentence, without links", () => {
    const page = "# The fleet\n\n`fleet.yaml` lists the\n[accounts](a.md) of v1.2. See more.\n";
    expect(headOf(page)).toEqual({ title: "The fleet", summary: "`fleet.yaml` lists the accounts of v1.2." });
  });

  it("is neither a comment nor the link to a translation", () => {
    const page = "<!-- Written by a program. -->\n\n# Rules\n\n[日本語](rules.ja.md)\n\nEvery rule.\n";
    expect(headOf(page)).toEqual({ title: "Rules", summary: "Every rule." });
  });

  it("ends with a Japanese full stop as well", () => {
    expect(headOf("# 規則\n\nすべての規則。次の文。\n").summary).toBe("すべての規則。");
  });

  it("is of a page without HTML, which would be hidden from its readers", () => {
    const html: string[] = [];
    const collect = (token: Token) => {
      if (token.type === "html" && !token.raw.startsWith("<!--")) html.push(token.raw);
    };
    for (const name of topicNames()) void walkTokens(lexer(readPage(name)), collect);
    expect(html).toEqual([]);
  });

  it("is there for every page, and short enough for a list", () => {
    const summaries = topicNames().map((name) => [name, headOf(readPage(name)).summary.length] as const);
    expect(summaries.filter(([, length]) => length < 20 || length > 150)).toEqual([]);
  });
});

describe("the topics", () => {
  it("are all pages, each translation after its page", () => {
    const names = topicSections().flatMap(({ topics }) => topics.map(({ name }) => name));
    expect([...names].sort()).toEqual([...topicNames()].sort());
    for (const name of names.filter((each) => each.endsWith(".ja"))) {
      expect(names[names.indexOf(name) - 1]).toBe(name.replace(/\.ja$/, ""));
    }
  });
});
