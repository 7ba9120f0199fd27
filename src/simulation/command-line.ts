/** Options of a simulation from the arguments of a command line. */
import { readFileSync } from "node:fs";
import { decodeUtf8 } from "../diagnostics/utf8";
import { isList, type JsonObject } from "../document/json";
import type { Runbook } from "../document/model";
import { pairOf } from "../document/parameters/given-parameters";
import { ConfigurationError } from "../diagnostics/errors";
import { didYouMean } from "../diagnostics/did-you-mean";
import type { NodeDescriptions } from "../sandbox/machines/description";
import { SIGNAL_TYPES, type SimulatedSignal } from "./signals";
import type { SimulationOptions } from "./simulate";

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
