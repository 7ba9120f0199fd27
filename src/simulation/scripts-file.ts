/** Reads what scripts return in a simulation from a YAML or JSON file: by step, in place of running the scripts. */
import { isList, isObject, type Json } from "../document/json";
import { ScriptError } from "../engine/errors";
import { readYamlFile } from "../diagnostics/yaml-file";
import type { ScriptFunction } from "./scripts";

const SCRIPTS_FILE = {
  name: "file of scripts",
  whenMissing: "Check the path; docs/runbooks.md (Test a runbook) shows what such a file looks like.",
  whenNotMap: "Write the name of a step as a key and what its script returns below: `FindImage: { ImageId: ami-1 }`.",
};

/**
 * Functions in place of scripts, by step. A value is what the script returns each time; a list answers one run after the other, its
 * last item all that follow. `{ error: … }` fails the step with that message.
 * @param path absolute path
 * @throws ConfigurationError if the file cannot be read
 */
export function readScripts(path: string): Readonly<Record<string, ScriptFunction>> {
  const { content } = readYamlFile(path, SCRIPTS_FILE);
  return Object.fromEntries(
    Object.entries(content).map(([step, value]) => [step, returning(isList(value) ? value : [value])]),
  );
}

function returning(values: readonly unknown[]): ScriptFunction {
  let runs = 0;
  return () => {
    const value = values[Math.min(runs, values.length - 1)] ?? null;
    runs += 1;
    const message = errorIn(value);
    if (message !== undefined) throw new ScriptError(message);
    return value as Json;
  };
}

function errorIn(value: unknown): string | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  return typeof value["error"] === "string" ? value["error"] : undefined;
}
