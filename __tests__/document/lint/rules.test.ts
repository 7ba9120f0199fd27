import { lintSource } from "../../../src/document/lint/lint";
import { parseSource } from "../../../src/document/parse";
import { ALL_RULES } from "../../../src/document/lint/rule-table";

const rulesBroken = (text: string): string[] =>
  lintSource(parseSource(text, "example.yaml")).findings.map(({ rule }) => rule);

describe.each(ALL_RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  it("finds its wrong example, in which no other rule finds anything", () => {
    expect([...new Set(rulesBroken(rule.bad))]).toEqual([id]);
  });

  it("finds nothing in its right example, and neither does any other rule", () => {
    expect(rulesBroken(rule.good)).toEqual([]);
  });

  it("names a line of the wrong example", () => {
    const [finding] = lintSource(parseSource(rule.bad, "example.yaml")).findings;
    expect(finding?.position?.line).toBeGreaterThan(0);
  });

  it("has sentences for the reason and the remedy", () => {
    for (const sentence of [rule.why, rule.remedy]) expect(sentence).toMatch(/^[A-Z].*[^.]$|^[A-Z].*\.$/s);
  });
});

it("gives every rule an id of its own", () => {
  expect(new Set(ALL_RULES.map(({ id }) => id)).size).toBe(ALL_RULES.length);
});
