/**
 * Reads YAML or JSON text into plain data, and finds the line and column of every value in it. JSON is read as YAML, which it
 * is a subset of, so that all files that people write are read in the same way.
 */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { ConfigurationError, type Problem } from "./errors";
import type { Path } from "./path";
import { commentsOf, type Comment } from "./yaml-comments";
import { indented } from "./yaml-indent";
import { aliasProblems, depthProblems, sharingProblems, syntaxProblems, TOO_DEEP, type PlaceOf } from "./yaml-problems";
import { repeatedKeys } from "./yaml-repeated-keys";

/** A position in a file; both numbers count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What a kind of file may contain. */
export interface YamlLimits {
  /** Bytes. A larger text is not parsed at all. */
  readonly maxSize: number;
  readonly whenTooLarge: (size: number) => Omit<Problem, "place">;
  /**
   * Whether the text is read as AWS reads a document: without anchors, aliases and merge keys, which JSON does not have. The last of two
   * equal keys counts, and quoted text may go on in the first column.
   */
  readonly plain: boolean;
}

/** The part of a map's entry that is meant. An item of a list has no key. */
type EntryPart = "key" | "value";

/** A key that the same map has again, so that its value does not count. */
export interface RepeatedKey {
  readonly path: Path;
  readonly position: Position;
}

interface YamlText {
  /** Maps, lists, strings, numbers, Booleans and null. */
  readonly content: unknown;
  /** Undefined if the path leads nowhere. */
  positionOf(path: Path, part: EntryPart): Position | undefined;
  /** The position of the path, or of its nearest parent that is in the text. */
  nearestPosition(path: Path, part: EntryPart): Position;
  comments(): readonly Comment[];
  repeatedKeys(): readonly RepeatedKey[];
  /** Lines of quoted text, or between brackets, that YAML 1.2 demands to be indented. */
  readonly linesWithoutIndent: readonly number[];
}

/**
 * @param file the file's name in messages
 * @throws ConfigurationError if the text is not YAML, or contains something that the limits forbid
 */
export function readYaml(text: string, file: string, { maxSize, whenTooLarge, plain }: YamlLimits): YamlText {
  const size = Buffer.byteLength(text);
  if (size > maxSize) throw new ConfigurationError({ place: file, ...whenTooLarge(size) });
  const { document, source, lines, added } = parse(text.replace(/^\uFEFF/, ""), file, plain);
  const positionAt = (offset: number): Position => shifted(lines.linePos(offset), added);
  const placeOf: PlaceOf = (offset) => placeAt(file, positionAt(offset));
  const problems = [
    ...syntaxProblems(document, placeOf),
    ...(plain ? sharingProblems : aliasProblems)(document, placeOf),
    ...depthProblems(document, placeOf),
  ];
  if (problems.length > 0) throw new ConfigurationError(...problems.slice(0, REPORTED_PROBLEMS));
  const positionOf = (path: Path, part: EntryPart): Position | undefined => {
    const offset = offsetOf(document, path, part);
    return offset === undefined ? undefined : positionAt(offset);
  };
  return {
    content: contentOf(document, file, plain),
    positionOf,
    nearestPosition(path, part) {
      for (let length = path.length; length > 0; length -= 1) {
        const position = positionOf(path.slice(0, length), part);
        if (position !== undefined) return position;
      }
      return positionOf([], part) ?? { line: 1, column: 1 };
    },
    comments: () =>
      commentsOf(source).map((comment) => ({
        ...comment,
        position: shifted({ line: comment.position.line, col: comment.position.column }, added),
      })),
    repeatedKeys: () => repeatedKeys(document).map(({ path, offset }) => ({ path, position: positionAt(offset) })),
    linesWithoutIndent: [...added.keys()],
  };
}

/** `file:line:column` */
export function placeAt(file: string, { line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** A broken file usually has one cause; the problems that follow from it are noise. */
const REPORTED_PROBLEMS = 5;

interface Parsed {
  readonly document: Document.Parsed;
  /** The text that was parsed, which has more spaces than the file in these lines. */
  readonly source: string;
  readonly lines: LineCounter;
  readonly added: ReadonlyMap<number, number>;
}

function parse(text: string, file: string, plain: boolean): Parsed {
  const parsed = parseText(text, file, plain);
  const repaired = plain && parsed.document.errors.length > 0 ? indented(text) : undefined;
  if (repaired === undefined) return parsed;
  const again = parseText(repaired.text, file, plain);
  return again.document.errors.length === 0 ? { ...again, added: repaired.added } : parsed;
}

function parseText(source: string, file: string, plain: boolean): Parsed {
  const lines = new LineCounter();
  try {
    const document = parseDocument(source, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: !plain,
      merge: !plain,
    });
    return { document, source, lines, added: new Map() };
  } catch (error) {
    // The YAML library calls itself for each level of nesting.
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigurationError({ place: file, ...TOO_DEEP });
  }
}

function contentOf(document: Document.Parsed, file: string, plain: boolean): unknown {
  try {
    return document.toJS(plain ? { maxAliasCount: 0 } : {});
  } catch (error) {
    throw new ConfigurationError({
      place: file,
      message: `The file's aliases cannot be resolved: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Write the values out.",
    });
  }
}

/** The position in the file, in which the line has fewer spaces. */
function shifted({ line, col }: { line: number; col: number }, added: Parsed["added"]): Position {
  return { line, column: Math.max(1, col - (added.get(line) ?? 0)) };
}

/** Offset in the text, of an alias's content at its anchor; undefined if the path leads nowhere, or through a merge key. */
function offsetOf(document: Document.Parsed, path: Path, part: EntryPart): number | undefined {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return undefined;
      offset = startOf(part === "key" ? pair.key : pair.value);
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      offset = startOf(node);
    } else {
      return undefined;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
