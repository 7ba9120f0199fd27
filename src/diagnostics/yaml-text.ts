/**
 * Reads YAML or JSON text into plain data, and finds the line and column of every value in it. JSON is read as YAML, which it
 * is a subset of, so that all files that people write are read in the same way.
 */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { ConfigurationError, type Problem } from "./errors";
import type { Path } from "./path";
import { depthProblems, sharingProblems, syntaxProblems, TOO_DEEP, type PlaceOf } from "./yaml-problems";

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
  /** Refuses anchors, aliases and tags, which JSON does not have. */
  readonly plain: boolean;
}

/** The part of a map's entry that is meant. An item of a list has no key. */
type EntryPart = "key" | "value";

interface YamlText {
  /** Maps, lists, strings, numbers, Booleans and null. */
  readonly content: unknown;
  /** Undefined if the path leads nowhere. */
  positionOf(path: Path, part: EntryPart): Position | undefined;
  /** The position of the path, or of its nearest parent that is in the text. */
  nearestPosition(path: Path, part: EntryPart): Position;
}

/**
 * @param file the file's name in messages
 * @throws ConfigurationError if the text is not YAML, or contains something that the limits forbid
 */
export function readYaml(text: string, file: string, { maxSize, whenTooLarge, plain }: YamlLimits): YamlText {
  const size = Buffer.byteLength(text);
  if (size > maxSize) throw new ConfigurationError({ place: file, ...whenTooLarge(size) });
  const lines = new LineCounter();
  const document = parse(text, file, lines);
  const placeOf: PlaceOf = (offset) => placeAt(file, positionAt(lines, offset));
  const problems = [
    ...syntaxProblems(document, placeOf, plain),
    ...(plain ? sharingProblems(document, placeOf) : []),
    ...depthProblems(document, placeOf),
  ];
  if (problems.length > 0) throw new ConfigurationError(...problems.slice(0, REPORTED_PROBLEMS));
  const positionOf = (path: Path, part: EntryPart): Position | undefined => {
    const offset = offsetOf(document, path, part);
    return offset === undefined ? undefined : positionAt(lines, offset);
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
  };
}

/** `file:line:column` */
export function placeAt(file: string, { line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** A broken file usually has one cause; the problems that follow from it are noise. */
const REPORTED_PROBLEMS = 5;

function parse(text: string, file: string, lineCounter: LineCounter): Document.Parsed {
  try {
    return parseDocument(text.replace(/^\uFEFF/, ""), { lineCounter, prettyErrors: false, uniqueKeys: true });
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

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Offset in the text; undefined if the path leads nowhere, or through an alias. */
function offsetOf(document: Document.Parsed, path: Path, part: EntryPart): number | undefined {
  let node: unknown = document.contents;
  let offset = startOf(node);
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
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
