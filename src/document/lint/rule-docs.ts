/** The documentation of the rules, made from the rules themselves so that it cannot be out of date. */
import { ALL_RULES } from "./rule-table";
import type { Failure, RuleFacts } from "./rule";

const HEAD = [
  "<!-- Written by `npm run generate` from the rules in src/document/lint/rules/. -->",
  "",
  "# Lint rules for runbooks",
  "",
  "Every lint rule, with an example that is wrong and one that is right. An error is what AWS refuses or what must fail; everything else is a warning. AWS notices what a rule finds at one of these times:",
  "",
  "| when | what happens |",
  "| --- | --- |",
  "| creation | AWS refuses the document. CreateDocument in the sandbox applies these rules and no others; nobody can ignore them. |",
  "| start | AWS accepts the document, and its executions do not start. |",
  "| run | AWS starts the execution, and a step fails or reads a value that is not there. |",
  "| never | AWS accepts and runs it: our advice. |",
  "",
  "All rules but those of `creation` can be ignored ([how](runbooks.md#ignore-a-rule)), except the two about such notes themselves.",
  "",
  "| rule | severity | fails at | why |",
  "| --- | --- | --- | --- |",
];

const FAILURES: Readonly<Record<Failure, string>> = {
  creation: "AWS refuses the document at its creation.",
  start: "AWS accepts the document; its executions do not start.",
  run: "AWS accepts the document; a step fails, or reads a value that is not there, when the execution runs.",
  never: "AWS accepts and runs the document: this is our advice.",
};

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
  const { id, severity, fails, why } = rule;
  return `| [${id}](#${id}) | ${severity} | ${fails} | ${why.replaceAll("|", "\\|")} |`;
}

function section(rule: RuleFacts): string {
  const { id, severity, fails, why, remedy, page } = rule;
  return [
    `## ${id}`,
    "",
    `${severity}: ${why} ${remedy}`,
    "",
    FAILURES[fails],
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
