/** Reads a fleet file: text → YAML with line numbers → checked content → fleet. Finds every fault in one pass. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import { consistencyFindings, type Surroundings } from "./consistency";
import { ConfigurationError, type Problem } from "./errors";
import type { Finding } from "./findings";
import type { Fleet } from "./model";
import { resolveFleet } from "./resolve";
import { fleetFileSchema } from "./schema";
import { schemaFindings } from "./schema-findings";

/** No fleet comes near this size; a larger file is something else. In bytes. */
const MAX_FILE_SIZE = 5 * 1024 * 1024;

/**
 * The fleet that a file describes.
 * @param path absolute path of the fleet file (`locateFleetFile`)
 * @throws ConfigurationError with every fault of the file, each with line and column
 */
export function loadFleet(path: string, surroundings: Surroundings): Fleet {
  const place = relative(process.cwd(), path) || path;
  const source = read(path, place);
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
  const content = contentOf(document, place);
  const findings = [...schemaFindings(content), ...consistencyFindings(content, surroundings)];
  if (findings.length > 0) {
    const located = findings.map((finding) => ({ finding, offset: offsetOf(document, finding) }));
    located.sort((a, b) => a.offset - b.offset);
    throw new ConfigurationError(
      ...located.map(({ finding, offset }): Problem => ({
        place: position(place, lines, offset),
        message: finding.message,
        remedy: finding.remedy,
      })),
    );
  }
  return resolveFleet(fleetFileSchema.parse(content), path);
}

function read(path: string, place: string): string {
  try {
    const content = readFileSync(path);
    if (content.length <= MAX_FILE_SIZE) return content.toString("utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ConfigurationError(
      code === "ENOENT"
        ? {
            place,
            message: "There is no fleet file here.",
            remedy:
              "Copy the example (fleet.yaml in Fleetbook's repository) and put in your ids, or name another file with FLEETBOOK_FLEET or the context key fleetFile in cdktf.json.",
          }
        : {
            place,
            message: `The fleet file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
            remedy: "Check the path and its permissions.",
          },
    );
  }
  throw new ConfigurationError({
    place,
    message: `The fleet file is larger than ${MAX_FILE_SIZE / 1024 / 1024} MiB.`,
    remedy: "Check that the path names a fleet file.",
  });
}

function contentOf(document: Document.Parsed, place: string): unknown {
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
    message: "A fleet file is a map of keys; this one is empty, a list or a single value.",
    remedy: "Begin with `organization:`; docs/fleet-file.md explains every key.",
  });
}

/** Offset of a finding in the text: of its key or value, else of the nearest thing around it. */
function offsetOf(document: Document.Parsed, { path, atKey }: Finding): number {
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
