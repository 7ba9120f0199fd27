/**
 * Reads `# fleetbook-ignore <rule>: <reason>` out of a document's text. A comment belongs to the step, parameter or variable
 * below it or around it; above the first key of the file it belongs to the whole document.
 */
import type { Path } from "../../diagnostics/path";
import type { Comment } from "../../diagnostics/yaml-comments";
import type { Position } from "../../diagnostics/yaml-text";
import type { SourceDocument } from "../parse";
import type { DocumentView } from "../view";
import type { IgnoreNote } from "./ignores";

const MARK = /^#+\s*fleetbook-ignore\b/;

/** What a comment can belong to. */
interface Part {
  readonly path: Path;
  readonly position: Position;
}

/** One note for each rule that a comment names, in the order of the text. */
export function ignoreComments(source: SourceDocument, view: DocumentView): readonly IgnoreNote[] {
  if (!source.text.includes("fleetbook-ignore")) return [];
  const lines = source.text.split("\n");
  const parts = partsOf(source, view);
  return (view.text?.comments ?? [])
    .filter(({ text }) => MARK.test(text))
    .flatMap((comment) => notes(comment, scopeOf(comment, lines, parts)));
}

function notes({ text, position }: Comment, scope: Path | undefined): readonly IgnoreNote[] {
  const [names = "", ...reason] = text.replace(MARK, "").split(":");
  const note = {
    reason: reason.join(":").trim(),
    path: scope ?? [],
    position,
    ...(scope === undefined
      ? {
          scopes: [],
          fault: {
            message: "The comment belongs to no step, parameter or variable.",
            remedy: "Put it above one of them, or above the first key of the file for the whole document.",
          },
        }
      : { scopes: [scope] }),
  };
  const rules = names.split(/[\s,]+/).filter((rule) => rule !== "");
  return (rules.length === 0 ? [""] : rules).map((rule) => ({ ...note, rule }));
}

/** The path of what the comment belongs to; undefined if it is nothing. */
function scopeOf({ position, trailing }: Comment, lines: readonly string[], parts: readonly Part[]): Path | undefined {
  if (!trailing) {
    if (nextContent(lines, 0) > position.line) return [];
    const below = nextContent(lines, position.line);
    const part = parts.find((candidate) => candidate.position.line === below);
    if (part !== undefined) return part.path;
  }
  return parts.findLast((part) => contains(part, position, trailing))?.path;
}

/** The number of the first line after the given one that is more than a comment or the dash of a list's item. */
function nextContent(lines: readonly string[], after: number): number {
  const index = lines.findIndex((line, at) => at >= after && !/^\uFEFF?\s*(-\s*)?(#.*)?$|^---/.test(line));
  return index < 0 ? lines.length + 1 : index + 1;
}

/** Whether the part is the last to begin before the place, and the place is indented like what is inside of it. */
function contains({ path, position }: Part, place: Position, trailing: boolean): boolean {
  if (position.line > place.line) return false;
  if (trailing && position.line === place.line) return true;
  // A step begins at its first property, a parameter at its name.
  const isItem = typeof path.at(-1) === "number";
  return isItem ? place.column >= position.column : place.column > position.column;
}

/** Steps, parameters and variables in the order of the text. */
function partsOf(source: SourceDocument, { steps, parameters, variables }: DocumentView): readonly Part[] {
  return [...steps, ...parameters.values(), ...variables.values()]
    .flatMap(({ path }) => {
      const position = source.locate(path);
      return position === undefined ? [] : [{ path, position }];
    })
    .sort((left, right) => left.position.line - right.position.line || left.position.column - right.position.column);
}
