/** The problems of text that should be YAML, each with a remedy. */
import { isAlias, isMap, isScalar, isSeq, visit, type Document, type YAMLWarning } from "yaml";
import type { Problem } from "./errors";

/** The place of an offset in the text: `file:line:column`. */
export type PlaceOf = (offset: number) => string;

type ProblemWithoutPlace = Omit<Problem, "place">;

/** Levels; AWS's own runbooks stay below twenty. */
const MAX_DEPTH = 100;

export const TOO_DEEP: ProblemWithoutPlace = {
  message: `The file is nested more than ${MAX_DEPTH} levels deep.`,
  remedy: "Check that this is the right file.",
};

/** Our messages for errors that the YAML library's own messages do not explain. */
const KNOWN_ERRORS: Readonly<Partial<Record<YAMLWarning["code"], ProblemWithoutPlace>>> = {
  DUPLICATE_KEY: {
    message: "The map has this key a second time; only one of the two values would be used.",
    remedy: "Remove one.",
  },
  MULTIPLE_DOCS: { message: "A second YAML document begins here.", remedy: "Keep one document in each file." },
  TAG_RESOLVE_FAILED: {
    message: "YAML tags such as !Ref and !Sub are not resolved.",
    remedy: "Write the value itself.",
  },
  RESOURCE_EXHAUSTION: TOO_DEEP,
};

/** Warnings count: the YAML library warns of a tag that it ignores, and the value would be another than the one that was meant. */
export function syntaxProblems(document: Document.Parsed, placeOf: PlaceOf): readonly Problem[] {
  const errors = [...document.errors, ...document.warnings];
  // The parser guesses after the first position that it cannot read, so later errors mean little.
  const firstUnknown = errors.findIndex(({ code }) => KNOWN_ERRORS[code] === undefined);
  return errors.slice(0, firstUnknown < 0 ? errors.length : firstUnknown + 1).map((error) => ({
    place: placeOf(error.pos[0]),
    ...(KNOWN_ERRORS[error.code] ?? {
      message: `This is not valid YAML or JSON: ${error.message.replace(/\.$/, "")}.`,
      remedy:
        error.code === "BAD_INDENT"
          ? "Indent it deeper than the key that it belongs to; this includes lines between { } and [ ]."
          : "Correct the syntax here or in the line above; indent with spaces, and quote a value that begins with {{ or contains `: ` or ` #`.",
    }),
  }));
}

/** Anchors, aliases and merge keys. AWS does not promise to resolve them, and a small file can expand to a huge one. */
export function sharingProblems(document: Document.Parsed, placeOf: PlaceOf): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Node(_key, node) {
      const shared = isAlias(node)
        ? `*${node.source}`
        : "anchor" in node && node.anchor !== undefined
          ? `&${node.anchor}`
          : undefined;
      if (shared === undefined) return undefined;
      problems.push({
        place: placeOf(node.range?.[0] ?? 0),
        message: `${shared} is a YAML anchor or alias, which JSON does not have.`,
        remedy: "Write the value out at each place.",
      });
      return undefined;
    },
  });
  return problems;
}

/** Aliases without an anchor, and merge keys with something else than maps. */
export function aliasProblems(document: Document.Parsed, placeOf: PlaceOf): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      problems.push({
        place: placeOf(alias.range?.[0] ?? 0),
        message: `*${alias.source} refers to an anchor that is not above it.`,
        remedy: `Write &${alias.source} before the value that it repeats, or write the value out.`,
      });
      return undefined;
    },
    Pair(_key, { key, value }) {
      if (!isScalar(key) || !isMergeKey(key.value) || mergesMaps(value, document)) return undefined;
      problems.push({
        place: placeOf(key.range?.[0] ?? 0),
        message: "The merge key << adds the entries of a map; its value is no map.",
        remedy: "Write an alias of a map (`<<: *name`), or a list of them.",
      });
      return undefined;
    },
  });
  return problems;
}

/** The YAML library has a symbol for it. */
function isMergeKey(key: unknown): boolean {
  return key === "<<" || (typeof key === "symbol" && key.description === "<<");
}

function mergesMaps(value: unknown, document: Document.Parsed): boolean {
  const values: readonly unknown[] = isSeq(value) ? value.items : [value];
  // An alias without an anchor is a fault of its own.
  return values.every(
    (each) => isMap(each) || (isAlias(each) && (isMap(each.resolve(document)) || each.resolve(document) === undefined)),
  );
}

export function depthProblems(document: Document.Parsed, placeOf: PlaceOf): readonly Problem[] {
  let found: Problem | undefined;
  visit(document, {
    Collection(_key, node, ancestors) {
      // Pairs count as ancestors too, so a map's level is two entries.
      if (ancestors.filter((ancestor) => isMap(ancestor) || isSeq(ancestor)).length < MAX_DEPTH) return undefined;
      found = { place: placeOf(node.range?.[0] ?? 0), ...TOO_DEEP };
      return visit.BREAK;
    },
  });
  return found === undefined ? [] : [found];
}
