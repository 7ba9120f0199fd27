/** The rules as a chapter of the documentation, written from the rules themselves so that it cannot be out of date. */
import { RULES } from "./rule-table";
import type { Rule } from "./rule";

const HEAD = [
  "<!-- Written by `npm run generate` from the rules in document/rules/. -->",
  "",
  "# Lint rules for runbooks",
  "",
  "An error is what AWS would refuse or what must fail; a warning is everything else.",
  "",
];

/** Longer lines of an example are cut in the documentation; characters. */
const EXAMPLE_WIDTH = 120;

/** A Markdown document: a table of all rules, then each with its wrong and its right example. */
export function rulesMarkdown(): string {
  const rows = RULES.map(
    ({ id, severity, why }) => `| [${id}](#${id}) | ${severity} | ${why.replaceAll("|", "\\|")} |`,
  );
  return [...HEAD, "| rule | severity | why |", "| --- | --- | --- |", ...rows, "", ...RULES.map(section)]
    .join("\n")
    .replace(/\n+$/, "\n");
}

function section({ id, severity, why, remedy, bad, good }: Rule): string {
  return [
    `## ${id}`,
    "",
    `${severity}: ${why} ${remedy}`,
    "",
    "Wrong:",
    "",
    example(bad),
    "",
    "Right:",
    "",
    example(good),
    "",
  ].join("\n");
}

function example(text: string): string {
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => (line.length > EXAMPLE_WIDTH ? `${line.slice(0, EXAMPLE_WIDTH)}…` : line));
  return ["```yaml", ...lines, "```"].join("\n");
}
