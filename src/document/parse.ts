/**
 * Reads a document from YAML or JSON text and remembers where everything stands, so that each finding can name its
 * line. JSON is read as the YAML that it is, which keeps one code path for both.
 */
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type YAMLWarning,
} from "yaml";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import type { Path } from "../diagnostics/path";
import { isObject, type JsonObject } from "./json";

/** A place in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document's content before it is checked, with the way back to the text. */
export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
  /** Where the key (in a map) or the item (in a list) stands; undefined where the path leads nowhere. */
  locate(path: Path): Position | undefined;
}

/** AWS takes 64 KB; what is larger than this is not read at all. Bytes. */
const READABLE_SIZE = 256 * 1024;
/** Levels; AWS's own runbooks stay below twenty. */
const READABLE_DEPTH = 100;
/** A broken file has one cause as a rule; the faults that follow from it are noise. */
const REPORTED_FAULTS = 5;

/** Reads the text of one YAML or JSON file. Throws a ConfigurationError for what is not an Automation document at all. */
export function parseSource(text: string, file: string): SourceDocument {
  const size = Buffer.byteLength(text);
  if (size > READABLE_SIZE) {
    throw new ConfigurationError({
      place: file,
      message: `The file has ${size} bytes; an SSM document may have 65,536.`,
      remedy: "Check that this is the right file; split a long runbook with aws:executeAutomation.",
    });
  }
  const lines = new LineCounter();
  const yaml = readYaml(text, file, lines);
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const problems = [...syntaxProblems(yaml, place), ...sharingProblems(yaml, place), ...depthProblems(yaml, place)];
  if (problems.length > 0) throw new ConfigurationError(...problems.slice(0, REPORTED_FAULTS));
  const value: unknown = yaml.toJS({ maxAliasCount: 0 });
  const kindProblem = notAnAutomationDocument(value);
  if (kindProblem !== undefined) {
    const at = offsetOf(yaml, ["schemaVersion"]);
    throw new ConfigurationError({ place: at === undefined ? file : place(at), ...kindProblem });
  }
  return {
    file,
    text,
    value: value as JsonObject,
    locate(path) {
      const offset = offsetOf(yaml, path);
      if (offset === undefined) return undefined;
      const { line, col } = lines.linePos(offset);
      return { line, column: col };
    },
  };
}

function readYaml(text: string, file: string, lineCounter: LineCounter): Document.Parsed {
  try {
    return parseDocument(text.replace(/^\uFEFF/, ""), { lineCounter, prettyErrors: false, uniqueKeys: true });
  } catch (error) {
    // The YAML library calls itself for each level of nesting.
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigurationError({ place: file, ...tooDeep });
  }
}

const tooDeep = {
  message: `The document is nested more than ${READABLE_DEPTH} levels deep.`,
  remedy: "Check that this is the right file; a runbook needs a handful of levels.",
};

type Place = (offset: number) => string;

/** What to say for the faults of which the YAML library's own wording would leave people guessing. */
const KNOWN_FAULTS: Readonly<Partial<Record<YAMLWarning["code"], Omit<Problem, "place">>>> = {
  DUPLICATE_KEY: {
    message: "The key stands here a second time; only one of them would count.",
    remedy: "Remove one.",
  },
  MULTIPLE_DOCS: { message: "A second YAML document begins here.", remedy: "Keep one runbook in each file." },
  TAG_RESOLVE_FAILED: {
    message: "YAML tags such as !Ref and !Sub are not resolved in an SSM document.",
    remedy: "Write the value itself.",
  },
  RESOURCE_EXHAUSTION: tooDeep,
};

function syntaxProblems(yaml: Document.Parsed, place: Place): Problem[] {
  const faults = [...yaml.errors, ...yaml.warnings];
  // After the first place that cannot be read, the rest is guesswork.
  const firstUnknown = faults.findIndex(({ code }) => KNOWN_FAULTS[code] === undefined);
  return faults.slice(0, firstUnknown < 0 ? faults.length : firstUnknown + 1).map((fault) => ({
    place: place(fault.pos[0]),
    ...(KNOWN_FAULTS[fault.code] ?? {
      message: `The text is not YAML or JSON: ${fault.message.replace(/\.$/, "")}.`,
      remedy:
        fault.code === "BAD_INDENT"
          ? "Indent it deeper than the key that it belongs to; the lines between { } and [ ] too."
          : "Correct the syntax; quote a value that begins with {{ or contains a colon and a space.",
    }),
  }));
}

/** Anchors, aliases and merge keys: AWS does not promise to resolve them, and they can blow up a small file. */
function sharingProblems(yaml: Document.Parsed, place: Place): Problem[] {
  const problems: Problem[] = [];
  visit(yaml, {
    Node(_key, node) {
      const shared = isAlias(node)
        ? `*${node.source}`
        : "anchor" in node && node.anchor !== undefined
          ? `&${node.anchor}`
          : undefined;
      if (shared === undefined) return undefined;
      problems.push({
        place: place(node.range?.[0] ?? 0),
        message: `${shared} is a YAML anchor or alias, which SSM documents do not have.`,
        remedy: "Write the value out at each place.",
      });
      return undefined;
    },
  });
  return problems;
}

function depthProblems(yaml: Document.Parsed, place: Place): Problem[] {
  let found: Problem | undefined;
  visit(yaml, {
    Collection(_key, node, ancestors) {
      // Pairs count as ancestors too, so a map's level is two entries.
      if (ancestors.filter((ancestor) => isMap(ancestor) || isSeq(ancestor)).length < READABLE_DEPTH) return undefined;
      found = { place: place(node.range?.[0] ?? 0), ...tooDeep };
      return visit.BREAK;
    },
  });
  return found === undefined ? [] : [found];
}

/** Says what the value is instead, where it is no schemaVersion 0.3 document. */
function notAnAutomationDocument(value: unknown): Omit<Problem, "place"> | undefined {
  if (!isObject(value)) {
    const kind = value === null ? "empty" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
    return {
      message: `The file is ${kind}; a runbook is a map with schemaVersion and mainSteps.`,
      remedy: 'Begin the file with schemaVersion: "0.3".',
    };
  }
  const version = value["schemaVersion"];
  if (version === "0.3") return undefined;
  if ("Resources" in value) {
    return {
      message: "The file is a CloudFormation template.",
      remedy: "Put what stands under the document resource's Content into a file of its own.",
    };
  }
  if (version === undefined) {
    return { message: "schemaVersion is missing.", remedy: 'Add schemaVersion: "0.3".' };
  }
  if (version === 0.3) {
    return { message: "schemaVersion is a number; AWS takes the string.", remedy: 'Quote it: schemaVersion: "0.3".' };
  }
  if (typeof version === "string" && ["1.0", "1.2", "2.0", "2.2"].includes(version)) {
    return {
      message: `schemaVersion ${version} is that of a Command, Session or Policy document; a runbook has 0.3.`,
      remedy: "Call a Command document from a runbook with aws:runCommand.",
    };
  }
  return {
    message: `schemaVersion is ${JSON.stringify(version)}; the only one of Automation documents is "0.3".`,
    remedy: 'Write schemaVersion: "0.3".',
  };
}

function offsetOf(yaml: Document.Parsed, path: Path): number | undefined {
  let node: unknown = yaml.contents;
  let offset: number | undefined = yaml.contents?.range?.[0];
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) return undefined;
      offset = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number") {
      node = node.items[part];
      offset = isNode(node) ? node.range?.[0] : undefined;
    } else {
      return undefined;
    }
  }
  return offset;
}
