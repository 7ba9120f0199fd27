/** Options of a simulation from the arguments of a command line. */
import { readFileSync } from "node:fs";
import { decodeUtf8 } from "../diagnostics/utf8";
import { isList, type Json, type JsonObject } from "../document/json";
import type { Runbook } from "../document/model";
import { plainType } from "../document/value-types";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";
import type { NodeDescriptions } from "../sandbox/machines/description";
import { SIGNAL_TYPES, type SimulatedSignal } from "./signals";
import type { SimulationOptions } from "./simulate";

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

/**
 * Contents of Command documents by name, from `NAME=FILE`.
 * @throws ConfigurationError for an argument of another form, or a file that cannot be read
 */
export function commandDocumentsFrom(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((argument) => {
      const [name, file] = pairOf(argument);
      if (file === undefined || file === "") {
        throw new ConfigurationError({
          message: `"${argument}" does not name the file of a Command document.`,
          remedy: "Write --command-document NAME=FILE.",
        });
      }
      return [name, textOf(file)];
    }),
  );
}

function textOf(file: string): string {
  try {
    return decodeUtf8(readFileSync(file), file);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw new ConfigurationError({
      place: file,
      message: `The file of the Command document cannot be read: ${(error as Error).message}.`,
      remedy: "Check the path and its permissions.",
    });
  }
}

/** Signals from `STEP=TYPE`. @throws ConfigurationError for an argument of another form */
export function signalsFrom(given: readonly string[]): readonly SimulatedSignal[] {
  return given.map((argument) => {
    const [step, name] = pairOf(argument);
    const type = SIGNAL_TYPES.find((each) => each === name);
    if (type !== undefined) return { step, type };
    throw new ConfigurationError({
      message: `"${argument}" is not a signal.`,
      remedy: didYouMean(name ?? "", SIGNAL_TYPES, `Write --signal STEP=TYPE; types are ${SIGNAL_TYPES.join(", ")}.`),
    });
  });
}

/**
 * A healthy node for every instance that the parameters or the nodes file name. The platform of a node without a description
 * is Amazon Linux 2, or Windows if the runbook runs only PowerShell.
 */
export function nodesFor(
  { document }: Runbook,
  parameters: JsonObject,
  nodesFile: NodeDescriptions,
): Pick<SimulationOptions, "nodes" | "nodesFile" | "platform"> {
  const defaults = Object.entries(document.parameters ?? {}).map(
    ([name, { default: value = "" }]) => [name, value] as const,
  );
  const inParameters = Object.values({ ...Object.fromEntries(defaults), ...parameters })
    .flatMap((value) => (isList(value) ? value : [value]))
    .filter((value): value is string => typeof value === "string" && INSTANCE_ID.test(value));
  const inFile = (nodesFile.nodes ?? []).flatMap(({ match }) => match.instanceId ?? []);
  const json = JSON.stringify(document);
  const isWindows = json.includes('"AWS-RunPowerShellScript"') && !json.includes('"AWS-RunShellScript"');
  return {
    nodes: Object.fromEntries([...inParameters, ...inFile].map((id) => [id, {}])),
    nodesFile,
    platform: isWindows ? "Windows" : "Linux",
  };
}

const INSTANCE_ID = /^m?i-\w+$/;

function pairOf(argument: string): readonly [string, string | undefined] {
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
