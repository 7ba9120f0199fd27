import { lintSource } from "../../../src/document/lint/lint";
import { parseSource } from "../../../src/document/parse";
import { ALL_RULES } from "../../../src/document/lint/rule-table";

const rulesBroken = (text: string): string[] =>
  lintSource(parseSource(text, "example.yaml")).findings.map(({ rule }) => rule);

describe.each(ALL_RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  it("finds its wrong example, and nothing else is said about it", () => {
    expect([...new Set(rulesBroken(rule.bad))]).toEqual([id]);
  });

  it("says nothing about its right example, and neither does any other rule", () => {
    expect(rulesBroken(rule.good)).toEqual([]);
  });

  it("names a line of the wrong example", () => {
    const [finding] = lintSource(parseSource(rule.bad, "example.yaml")).findings;
    expect(finding?.position?.line).toBeGreaterThan(0);
  });

  it("speaks in sentences", () => {
    for (const sentence of [rule.why, rule.remedy]) expect(sentence).toMatch(/^[A-Z].*[^.]$|^[A-Z].*\.$/s);
  });
});

it("gives every rule an id of its own", () => {
  expect(new Set(ALL_RULES.map(({ id }) => id)).size).toBe(ALL_RULES.length);
});
