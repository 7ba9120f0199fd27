/** What a person asks for on a command line, as options of a simulation. */
import { isList, type Json, type JsonObject } from "../document/json";
import type { Runbook } from "../document/model";
import { plainType } from "../document/value-types";
import { ConfigurationError, type Problem } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";
import type { NodeDescriptions } from "../sandbox/machines/description";
import { SIGNAL_TYPES, type SimulatedSignal } from "./signals";
import type { SimulationOptions } from "./simulate";

/**
 * Parameters from `NAME=VALUE`. A list is JSON, or the same name once for each item; a map is JSON.
 * @throws ConfigurationError with everything that is none, and every name that the runbook does not have
 */
export function parametersFrom(texts: readonly string[], { name, document }: Runbook): JsonObject {
  const known = Object.keys(document.parameters ?? {});
  const problems: Problem[] = [];
  const values = new Map<string, string[]>();
  for (const text of texts) {
    const [parameter, value] = pairOf(text);
    if (value === undefined) {
      problems.push({ message: `"${text}" sets no parameter.`, remedy: "Write --set NAME=VALUE." });
    } else if (!known.includes(parameter)) {
      problems.push({ message: `${name} has no parameter "${parameter}".`, remedy: didYouMean(parameter, known) });
    } else {
      values.set(parameter, [...(values.get(parameter) ?? []), value]);
    }
  }
  if (problems.length > 0) throw new ConfigurationError(...problems);
  const isListOf = (parameter: string): boolean => plainType(document.parameters?.[parameter]?.type) === "StringList";
  return Object.fromEntries(
    [...values].map(([parameter, given]) => [parameter, isListOf(parameter) ? listOf(given) : single(given)]),
  );
}

/** @throws ConfigurationError for what is no `STEP=TYPE` */
export function signalsFrom(texts: readonly string[]): readonly SimulatedSignal[] {
  return texts.map((text) => {
    const [step, given] = pairOf(text);
    const type = SIGNAL_TYPES.find((each) => each === given);
    if (type !== undefined) return { step, type };
    throw new ConfigurationError({
      message: `"${text}" is no signal.`,
      remedy: didYouMean(given ?? "", SIGNAL_TYPES, `Write --signal STEP=TYPE; types are ${SIGNAL_TYPES.join(", ")}.`),
    });
  });
}

/**
 * A healthy node for every instance that the parameters or the nodes file name. What is not described otherwise is Amazon
 * Linux 2, or Windows where the runbook runs PowerShell and no shell.
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
  const text = JSON.stringify(document);
  const isWindows = text.includes('"AWS-RunPowerShellScript"') && !text.includes('"AWS-RunShellScript"');
  return {
    nodes: Object.fromEntries([...inParameters, ...inFile].map((id) => [id, {}])),
    nodesFile,
    platform: isWindows ? "Windows" : "Linux",
  };
}

const INSTANCE_ID = /^m?i-\w+$/;

function pairOf(text: string): readonly [string, string | undefined] {
  const cut = text.indexOf("=");
  return cut < 1 ? [text, undefined] : [text.slice(0, cut), text.slice(cut + 1)];
}

/** More values than one are no value of such a parameter: the engine says so. */
function single(given: readonly string[]): Json {
  const [text = "", ...others] = given;
  return others.length > 0 ? given : text;
}

function listOf(given: readonly string[]): Json {
  const [text = "", ...others] = given;
  if (others.length > 0 || !text.startsWith("[")) return given;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return given;
  }
}
