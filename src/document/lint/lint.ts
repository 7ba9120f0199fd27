/** Runs the rules over a document. */
import { pathString, type Path } from "../../diagnostics/path";
import { placeAt, type Position } from "../../diagnostics/yaml-text";
import { isObject } from "../json";
import type { Runbook } from "../model";
import type { SourceDocument } from "../parse";
import { renderYaml } from "../render";
import { viewOf, type DocumentView } from "../view";
import type { Finding, LintResult } from "./findings";
import { ignoreComments } from "./ignore-comments";
import { ignoreNotes, sift, type IgnoreNote } from "./ignores";
import type { Observation, Rule, RuleFacts } from "./rule";
import { RULES } from "./rule-table";
import { inputType } from "./rules/input-type";
import { missingInput } from "./rules/missing-input";
import { missingProperty } from "./rules/missing-property";
import { parameterType } from "./rules/parameter-type";
import { propertyValue } from "./rules/property-value";
import { unknownAction } from "./rules/unknown-action";

const FORM = [missingProperty, propertyValue, parameterType, unknownAction, missingInput, inputType];

/** What the rules say about a document that was read from a file. */
export function lintSource(source: SourceDocument): LintResult {
  const view = viewOfSource(source);
  return lint(view, ignoreComments(source, view), source.file, locator(source));
}

/** What the rules say about a runbook that is written in TypeScript. There are no lines; the paths tell where. */
export function lintRunbook({ document, ignore = [] }: Runbook, file: string): LintResult {
  const view = viewOf({ ...document }, Buffer.byteLength(renderYaml(document)));
  return lint(view, ignoreNotes(ignore, view), file, () => undefined);
}

/** The faults of form: a document without them has the type AutomationDocument. Nobody can ignore them. */
export function faultsOfForm(source: SourceDocument): readonly Finding[] {
  return check(source, FORM);
}

/** The errors for which AWS refuses the document. Nobody can ignore them. */
export function errorsOfDocument(source: SourceDocument): readonly Finding[] {
  return check(
    source,
    RULES.filter(({ fails }) => fails === "creation"),
  );
}

function check(source: SourceDocument, rules: readonly Rule[]): readonly Finding[] {
  const view = viewOfSource(source);
  return inOrder(findingsOf(rules, view, source.file, locator(source)), view);
}

type Locate = (path: Path, linesBelow: number) => Position | undefined;

function lint(view: DocumentView, notes: readonly IgnoreNote[], file: string, locate: Locate): LintResult {
  const { findings, ignored, observations } = sift(findingsOf(RULES, view, file, locate), notes, RULES);
  const aboutNotes = observations.map(({ rule, position, ...observation }) =>
    finding(rule, observation, file, position),
  );
  return { findings: inOrder([...findings, ...aboutNotes], view), ignored: inOrder(ignored, view) };
}

function findingsOf(rules: readonly Rule[], view: DocumentView, file: string, locate: Locate): readonly Finding[] {
  return rules.flatMap((rule) =>
    rule
      .check(view)
      .map((observation) =>
        finding(rule, observation, file, observation.position ?? locate(observation.path, observation.linesBelow ?? 0)),
      ),
  );
}

function finding(
  rule: RuleFacts,
  { path, message, remedy = rule.remedy }: Observation,
  file: string,
  position: Position | undefined,
): Finding {
  const inDocument = path.length === 0 ? file : `${file}: ${pathString(path)}`;
  const place = position === undefined ? inDocument : placeAt(file, position);
  return { rule: rule.id, severity: rule.severity, file, position, place, path, message, remedy };
}

function viewOfSource(source: SourceDocument): DocumentView {
  return viewOf(source.value, Buffer.byteLength(source.text), source.facts());
}

function locator(source: SourceDocument): Locate {
  return (path, linesBelow) => {
    const position = source.locateNearest(path);
    return { line: position.line + linesBelow, column: linesBelow === 0 ? position.column : 1 };
  };
}

/** By position in the text; without a text, by position in the document. */
function inOrder<Of extends Finding>(findings: readonly Of[], { raw }: DocumentView): readonly Of[] {
  const keyed = findings.map((one) => ({
    one,
    key: one.position === undefined ? ranksOf(raw, one.path) : [one.position.line, one.position.column],
  }));
  return keyed.sort((left, right) => compare(left.key, right.key)).map(({ one }) => one);
}

/** For each part of the path, which of its siblings it is. */
function ranksOf(value: unknown, path: Path): readonly number[] {
  const [part, ...rest] = path;
  if (part === undefined) return [];
  if (typeof part === "number") return [part, ...ranksOf(Array.isArray(value) ? value[part] : undefined, rest)];
  if (!isObject(value)) return [];
  return [Object.keys(value).indexOf(part), ...ranksOf(value[part], rest)];
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [index, rank] of left.entries()) {
    const difference = rank - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
