/** Differences of just-bash 3.4 from bash that change what a script answers without a word, put right in what it has read. */
import type { ScriptNode, TransformPlugin } from "just-bash";
import { isList, isObject } from "../../../document/json";

const LOOPS: ReadonlySet<unknown> = new Set(["For", "CStyleFor", "While", "Until"]);

export const repairs: TransformPlugin = {
  name: "repairs",
  transform: ({ ast }) => ({ ast: repaired(ast) as ScriptNode }),
};

/** A copy of a part of the syntax tree, whatever kind of part it is. */
function repaired(part: unknown): unknown {
  if (isList(part)) return part.map(repaired);
  if (!isObject(part)) return part;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(part)) copy[key] = repaired(value);
  if (copy.type === "Glob" && typeof copy.pattern === "string") {
    // `[!a-z]` is taken for a set with an exclamation mark.
    copy.pattern = copy.pattern.replaceAll("[!", "[^");
  }
  if (LOOPS.has(copy.type) && isList(copy.body)) {
    copy.body = copy.body.flatMap((statement) => [NOTHING, statement]);
  }
  return copy;
}

/**
 * A loop that is left with `break` ends with the exit code of the statement before, although `break` succeeds. This one
 * does nothing and succeeds, and leaves `$?` alone.
 */
const NOTHING = { type: "Statement", pipelines: [], operators: [], background: false };
