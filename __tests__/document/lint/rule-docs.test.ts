import { rulesMarkdown } from "../../../src/document/lint/rule-docs";
import { ALL_RULES } from "../../../src/document/lint/rule-table";

describe("the documentation of the rules", () => {
  const text = rulesMarkdown();

  it.each(ALL_RULES.map((rule) => [rule.id, rule] as const))("has %s with both examples", (id, { good }) => {
    expect(text).toContain(`\n## ${id}\n`);
    expect(text).toContain(good.trimEnd().slice(0, 200));
  });

  it("has no line of more than 400 characters", () => {
    expect(text.split("\n").filter((line) => line.length > 400)).toEqual([]);
  });
});
