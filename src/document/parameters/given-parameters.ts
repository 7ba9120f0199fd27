/** Arguments `NAME=VALUE` of a command line, and the parameters of a runbook that they set. */
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Json, JsonObject } from "../json";
import type { Runbook } from "../model";
import { plainType } from "../value-types";

/**
 * Parameters from `NAME=VALUE`. A list is `a,b` as in the AWS CLI, JSON, or the same name once for each item; a map is JSON.
 * @throws ConfigurationError with every argument of another form, and every parameter that the runbook does not have
 */
export function parametersFrom(given: readonly string[], { name, document }: Runbook): JsonObject {
  const known = Object.keys(document.parameters ?? {});
  const problems: Problem[] = [];
  const values = new Map<string, string[]>();
  for (const argument of given) {
    const [parameter, value] = pairOf(argument);
    if (value === undefined) {
      problems.push({ message: `"${argument}" does not set a parameter.`, remedy: "Write --set NAME=VALUE." });
    } else if (!known.includes(parameter)) {
      problems.push({ message: `${name} has no parameter "${parameter}".`, remedy: didYouMean(parameter, known) });
    } else {
      values.set(parameter, [...(values.get(parameter) ?? []), value]);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(...problems);
  const isListOf = (parameter: string): boolean => plainType(document.parameters?.[parameter]?.type) === "StringList";
  return Object.fromEntries(
    [...values].map(([parameter, items]) => [parameter, isListOf(parameter) ? listOf(items) : single(items)]),
  );
}

/** The parts of `NAME=VALUE`; the value is undefined if the argument has another form. */
export function pairOf(argument: string): readonly [string, string | undefined] {
  const cut = argument.indexOf("=");
  return cut < 1 ? [argument, undefined] : [argument.slice(0, cut), argument.slice(cut + 1)];
}

/** The value of a parameter that is not a list. If there are several values, the engine refuses them. */
function single(given: readonly string[]): Json {
  const [first = "", ...others] = given;
  return others.length > 0 ? given : first;
}

function listOf(given: readonly string[]): Json {
  const [first = "", ...others] = given;
  if (others.length > 0) return given;
  if (!first.startsWith("[")) return shortForm(first);
  try {
    return JSON.parse(first) as Json;
  } catch {
    return given;
  }
}

/** `a,b` and `"a,b",c`, as the AWS CLI's short form has lists. */
function shortForm(text: string): readonly string[] {
  if (text === "") return [""];
  const items = [...text.matchAll(/("(?:[^"\\]|\\.)*"|'[^']*'|[^,]*)(?:,|$)/g)].map(([, item = ""]) => item);
  // The pattern also matches the empty end.
  return (text.endsWith(",") ? items : items.slice(0, -1)).map(unquoted);
}

function unquoted(item: string): string {
  if (!/^(".*"|'.*')$/s.test(item)) return item;
  const inner = item.slice(1, -1);
  return item.startsWith('"') ? inner.replace(/\\(.)/g, "$1") : inner;
}
