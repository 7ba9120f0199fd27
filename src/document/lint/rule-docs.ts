/** The documentation of the rules, made from the rules themselves so that it cannot be out of date. */
import { canBeIgnored } from "./ignores";
import { ALL_RULES } from "./rule-table";
import type { RuleFacts } from "./rule";

const HEAD = [
  "<!-- Written by `npm run generate` from the rules in src/document/lint/rules/. -->",
  "",
  "# Lint rules for runbooks",
  "",
  "An error is what AWS refuses or what must fail; everything else is a warning. Warnings can be ignored. Errors can be ignored if",
  "AWS accepts the document and only an execution fails ([how](runbooks.md#ignore-a-rule)).",
  "",
  "| rule | severity | can be ignored | why |",
  "| --- | --- | --- | --- |",
];

/** Longer lines of an example are cut in the documentation; characters. */
const EXAMPLE_WIDTH = 120;

/** A Markdown document: a table of all rules, then each with its wrong and its right example. */
export function rulesMarkdown(): string {
  return [...HEAD, ...ALL_RULES.map(row), "", ...ALL_RULES.map(section)].join("\n").replace(/\n+$/, "\n");
}

/** The wrong and the right example of a rule, as Markdown. */
export function examplesMarkdown({ bad, good }: RuleFacts): string {
  return ["Wrong:", "", example(bad), "", "Right:", "", example(good), ""].join("\n");
}

function row(rule: RuleFacts): string {
  const { id, severity, why } = rule;
  return `| [${id}](#${id}) | ${severity} | ${canBeIgnored(rule) ? "yes" : "no"} | ${why.replaceAll("|", "\\|")} |`;
}

function section(rule: RuleFacts): string {
  const { id, severity, why, remedy, page } = rule;
  return [
    `## ${id}`,
    "",
    `${severity}: ${why} ${remedy}`,
    "",
    ...(page === undefined ? [] : [`AWS: <${page}>`, ""]),
    examplesMarkdown(rule),
  ].join("\n");
}

function example(text: string): string {
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => (line.length > EXAMPLE_WIDTH ? `${line.slice(0, EXAMPLE_WIDTH)}…` : line));
  return ["```yaml", ...lines, "```"].join("\n");
}
