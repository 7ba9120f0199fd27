/** Runs the rules over a document. */
import type { Finding } from "./findings";
import { pathText, type Path } from "../../diagnostics/path";
import type { Runbook } from "../model";
import type { Position, SourceDocument } from "../parse";
import { renderYaml } from "../render";
import type { Observation, Rule } from "./rule";
import { RULES } from "./rule-table";
import { inputType } from "./rules/input-type";
import { missingInput } from "./rules/missing-input";
import { missingProperty } from "./rules/missing-property";
import { parameterType } from "./rules/parameter-type";
import { propertyValue } from "./rules/property-value";
import { unknownAction } from "./rules/unknown-action";
import { viewOf, type DocumentView } from "../view";

const FORM = [missingProperty, propertyValue, parameterType, unknownAction, missingInput, inputType];

/** What the rules say about a document that was read from a file, in the order of the text. */
export function lintSource(source: SourceDocument, rules: readonly Rule[] = RULES): readonly Finding[] {
  const view = viewOf(source.value, Buffer.byteLength(source.text));
  return findings(rules, view, source.file, (path, linesBelow) => {
    const position = nearestPosition(source, path);
    return position && { line: position.line + linesBelow, column: linesBelow === 0 ? position.column : 1 };
  });
}

/** What the rules say about a runbook that is written in TypeScript. There are no lines; the paths tell where. */
export function lintRunbook(runbook: Runbook, file: string): readonly Finding[] {
  const view = viewOf({ ...runbook.document }, Buffer.byteLength(renderYaml(runbook.document)));
  return findings(RULES, view, file, () => undefined);
}

/** The faults of form: a document without them has the type AutomationDocument. */
export function faultsOfForm(source: SourceDocument): readonly Finding[] {
  return lintSource(source, FORM);
}

function findings(
  rules: readonly Rule[],
  view: DocumentView,
  file: string,
  locate: (path: Path, linesBelow: number) => Position | undefined,
): readonly Finding[] {
  const found = rules.flatMap((rule) =>
    rule.check(view).map((observation) => finding(rule, observation, file, locate)),
  );
  return found.sort((left, right) => order(left) - order(right));
}

function finding(
  rule: Rule,
  { path, message, remedy = rule.remedy, linesBelow = 0 }: Observation,
  file: string,
  locate: (path: Path, linesBelow: number) => Position | undefined,
): Finding {
  const position = locate(path, linesBelow);
  const inDocument = path.length === 0 ? file : `${file}: ${pathText(path)}`;
  const place = position === undefined ? inDocument : `${file}:${position.line}:${position.column}`;
  return { rule: rule.id, severity: rule.severity, file, position, place, path, message, remedy };
}

/** The place of the path, or of the nearest thing around it that stands in the text. */
function nearestPosition(source: SourceDocument, path: Path): Position | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const position = source.locate(path.slice(0, length));
    if (position !== undefined) return position;
  }
  return undefined;
}

function order({ position }: Finding): number {
  return position === undefined ? 0 : position.line * 10_000 + position.column;
}
