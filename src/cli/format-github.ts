/**
 * The findings as workflow commands, which GitHub Actions shows at their lines in a pull request.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
import type { LintReport } from "../catalogue/lint-selection";
import type { Problem } from "../diagnostics/errors";
import { pathString } from "../diagnostics/path";
import type { Finding } from "../document/lint/findings";
import { printable } from "../diagnostics/printable";
import { partsOfPlace, pathFromRoot } from "./repository-path";

/** One line per finding; files that cannot be read are errors. */
export function formatGithub({ findings, unreadable }: LintReport, root: string): string {
  return [
    ...findings.map((one) => findingCommand(one, root)),
    ...unreadable.map((one) => problemCommand(one, root)),
  ].join("\n");
}

function findingCommand({ rule, severity, file, position, path, message, remedy }: Finding, root: string): string {
  // The lines of a runbook in TypeScript are not known.
  const where = position === undefined && path.length > 0 ? `${pathString(path)}: ` : "";
  return command(severity, { file: pathFromRoot(file, root), ...position, title: rule }, `${where}${message}`, remedy);
}

function problemCommand({ place = "", message, remedy }: Problem, root: string): string {
  const { file, position } = partsOfPlace(place);
  return command("error", { file: file && pathFromRoot(file, root), ...position }, message, remedy);
}

interface Properties {
  readonly file?: string | undefined;
  readonly line?: number;
  readonly column?: number;
  readonly title?: string;
}

function command(name: string, { file, line, column, title }: Properties, message: string, remedy: string): string {
  const properties = Object.entries({ file, line, col: column, title })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${name}${properties.length === 0 ? "" : ` ${properties.join(",")}`}::${escaped(`${message}\n${remedy}`)}`;
}

function escaped(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
