/**
 * Reads a YAML file that people write: text → plain content, and for each fault found in it the line and column. The fleet
 * file and the sandbox's nodes file are read with it, so that both name their faults in the same way.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { ConfigurationError, type Problem } from "./errors";
import type { ValueProblem } from "./value-problem";

/** No such file comes near this size; a larger one is something else. In bytes. */
const MAX_FILE_SIZE = 5 * 1024 * 1024;

/** How a kind of file is spoken of in messages. */
export interface YamlFileKind {
  /** `fleet file` */
  readonly name: string;
  /** What to do when there is none at the path. */
  readonly whenMissing: string;
  /** What a file of this kind begins with, and where that is explained. */
  readonly whenNoMap: string;
}

export interface YamlFile {
  /** A map of keys, as plain data. */
  readonly content: unknown;
  /** @throws ConfigurationError with every finding, in the order of the file, if there is one. */
  refuse(findings: readonly ValueProblem[]): void;
}

/**
 * @param path absolute path
 * @throws ConfigurationError if there is no such file, or it is not a YAML map
 */
export function readYamlFile(path: string, kind: YamlFileKind): YamlFile {
  const place = relative(process.cwd(), path) || path;
  const source = read(path, place, kind);
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      ...document.errors.map((error) => ({
        place: position(place, lines, error.pos[0]),
        message: `This is not valid YAML: ${error.message.replace(/\.?$/, ".")}`,
        remedy:
          "Correct it there or in the line above; indentation is by spaces, and text with `: ` or `#` in it needs quotes.",
      })),
    );
  }
  return {
    content: contentOf(document, place, kind),
    refuse(findings) {
      if (findings.length === 0) return;
      const located = findings.map((finding) => ({ finding, offset: offsetOf(document, finding) }));
      located.sort((a, b) => a.offset - b.offset);
      throw new ConfigurationError(
        ...located.map(({ finding, offset }): Problem => ({
          place: position(place, lines, offset),
          message: finding.message,
          remedy: finding.remedy,
        })),
      );
    },
  };
}

function read(path: string, place: string, kind: YamlFileKind): string {
  try {
    const content = readFileSync(path);
    if (content.length <= MAX_FILE_SIZE) return content.toString("utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ConfigurationError(
      code === "ENOENT"
        ? {
            place,
            message: `There is no ${kind.name} here.`,
            remedy: kind.whenMissing,
          }
        : {
            place,
            message: `The ${kind.name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
            remedy: "Check the path and its permissions.",
          },
    );
  }
  throw new ConfigurationError({
    place,
    message: `The ${kind.name} is larger than ${MAX_FILE_SIZE / 1024 / 1024} MiB.`,
    remedy: `Check that the path names a ${kind.name}.`,
  });
}

function contentOf(document: Document.Parsed, place: string, kind: YamlFileKind): unknown {
  try {
    const content: unknown = document.toJS();
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  } catch (error) {
    throw new ConfigurationError({
      place,
      message: `The file's aliases cannot be resolved: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Write the values out.",
    });
  }
  throw new ConfigurationError({
    place: `${place}:1:1`,
    message: `A ${kind.name} is a map of keys; this one is empty, a list or a single value.`,
    remedy: kind.whenNoMap,
  });
}

/** Offset of a finding in the text: of its key or value, else of the nearest thing around it. */
function offsetOf(document: Document.Parsed, { path, atKey }: ValueProblem): number {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    if (atKey === true && length === path.length) {
      const parent = length === 1 ? document.contents : document.getIn(part.slice(0, -1), true);
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && key.value === part.at(-1))
        : undefined;
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(part, true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function position(place: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${place}:${line}:${col}`;
}
