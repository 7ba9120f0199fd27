/** Corrects, in the syntax tree, differences of just-bash 3.4 from bash that silently change a script's result. */
import type { ScriptNode, TransformPlugin } from "just-bash";
import { isList, isObject } from "../../../document/json";

const LOOPS: ReadonlySet<unknown> = new Set(["For", "CStyleFor", "While", "Until"]);

export const repairs: TransformPlugin = {
  name: "repairs",
  transform: ({ ast }) => ({ ast: repaired(ast) as ScriptNode }),
};

/** A corrected copy of any part of the syntax tree. */
function repaired(part: unknown): unknown {
  if (isList(part)) return part.map(repaired);
  if (!isObject(part)) return part;
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(part)) copy[key] = repaired(value);
  if (copy.type === "Glob" && typeof copy.pattern === "string") {
    // just-bash reads `[!a-z]` as a set with an exclamation mark.
    copy.pattern = copy.pattern.replaceAll("[!", "[^");
  }
  if (LOOPS.has(copy.type) && isList(copy.body)) {
    copy.body = copy.body.flatMap((statement) => [NOTHING, statement]);
  }
  return copy;
}

/**
 * In just-bash, a loop that is left with `break` has the exit code of the statement before, although `break` succeeds. This
 * statement does nothing, succeeds and does not change `$?`.
 */
const NOTHING = { type: "Statement", pipelines: [], operators: [], background: false };
