/** The findings of lint for a terminal: place, severity, message and rule in one line, and the remedy below. */
import { counted } from "../diagnostics/counted";
import type { Finding } from "../document/lint/findings";
import type { LintReport } from "../catalogue/lint-selection";
import { colorsFor } from "../diagnostics/colors";
import { printable } from "../diagnostics/printable";

/** One paragraph for each finding. `colored`: for a terminal with colours. */
export function formatFindings(findings: readonly Finding[], colored: boolean): string {
  const colors = colorsFor(colored);
  return findings
    .map(({ place, severity, message, rule, remedy }) => {
      const mark = severity === "error" ? colors.red(severity) : colors.yellow(severity);
      const indented = printable(remedy).replaceAll("\n", "\n  ");
      return `${colors.bold(printable(place))}  ${mark}  ${printable(message)}  [${rule}]\n  ${colors.dim(indented)}`;
    })
    .join("\n");
}

/** `3 runbooks: 2 errors, 1 warning, 4 ignored.` */
export function formatCount({ checked, findings, ignored, unreadable }: LintReport): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const silenced = ignored.length === 0 ? "" : `, ${ignored.length} ignored`;
  const unread =
    unreadable.length === 0 ? "" : `, ${counted(unreadable.length, "problem")} in files that cannot be read`;
  return `${counted(checked, "runbook")}: ${counted(errors, "error")}, ${counted(findings.length - errors, "warning")}${silenced}${unread}.`;
}
