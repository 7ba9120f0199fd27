/** The parameters of an execution: given values and defaults, checked as AWS does before the start. */
import type { Json } from "../document/json";
import { faultOf } from "../document/parameters/parameter-values";
import { storeNames } from "../document/parameters/parameter-store";
import { interpolate } from "../document/references";
import type { CompiledParameter, Program } from "./program/program";
import { AutomationError } from "./errors";
import type { ApiParameters } from "./records";
import type { Scope } from "./program/scope";
import { fromStrings } from "./values";

/** A parameter whose value refers to Parameter Store. */
export interface StoredParameter {
  readonly parameter: CompiledParameter;
  /** The value as the API has it, with references `{{ssm:…}}`. */
  readonly strings: readonly string[];
}

export interface StartParameters {
  readonly values: Record<string, Json>;
  /** Parameters whose values are still to be read from Parameter Store. */
  readonly stored: readonly StoredParameter[];
}

/**
 * Checks and decodes the parameters of a start request.
 * @param filledInLater parameters whose value differs by target
 * @throws AutomationError InvalidAutomationExecutionParametersException
 */
export function startParameters(
  { parameters }: Program,
  given: ApiParameters | undefined,
  filledInLater: ReadonlySet<string> = new Set(),
): StartParameters {
  const unknown = Object.keys(given ?? {}).filter((name) => !parameters.has(name));
  if (unknown.length > 0) {
    throw invalidParameters(
      `The document does not have the parameters [${unknown.join(", ")}]; it has [${[...parameters.keys()].join(", ")}].`,
    );
  }
  const values: Record<string, Json> = {};
  const missing: string[] = [];
  const stored: StoredParameter[] = [];
  for (const parameter of parameters.values()) {
    const { name } = parameter;
    const strings = given !== undefined && Object.hasOwn(given, name) ? given[name] : undefined;
    if (filledInLater.has(name)) continue;
    if (strings !== undefined && storeNames(strings).length > 0) stored.push({ parameter, strings });
    else if (strings !== undefined) values[name] = decode(parameter, strings);
    else if (parameter.store !== undefined) stored.push({ parameter, strings: [`{{ssm:${parameter.store}}}`] });
    else if (parameter.default !== undefined) values[name] = parameter.default;
    else missing.push(name);
  }
  if (missing.length > 0) throw invalidParameters(`Missing required parameters: [${missing.join(", ")}].`);
  return { values, stored };
}

/** The value of a parameter in its type. @throws AutomationError InvalidAutomationExecutionParametersException */
export function decode({ name, type, definition }: CompiledParameter, strings: readonly string[]): Json {
  const value = fromStrings(strings, type);
  if (value === undefined) {
    throw invalidParameters(`Parameter "${name}" is of type ${type}; its value cannot be ${JSON.stringify(strings)}.`);
  }
  const fault = faultOf(value, type, definition);
  if (fault !== undefined) throw invalidParameters(`Parameter "${name}" has an invalid value. ${fault}`);
  return value;
}

/**
 * Resolves `{{global:…}}` and `{{automation:…}}` in defaults. AWS's guide does not document this, but its own runbooks have such
 * defaults: AWS-CreateManagedLinuxInstance names its stack after the execution. References to other parameters stay
 * unresolved, because the guide excludes them.
 */
export function fillDefaults(
  { parameters }: Program,
  given: ApiParameters | undefined,
  values: Record<string, Json>,
  scope: Scope,
): void {
  for (const { name, default: written, hasSystemDefault } of parameters.values()) {
    if (!hasSystemDefault || typeof written !== "string") continue;
    const isDefault = values[name] === written && !(given !== undefined && Object.hasOwn(given, name));
    if (isDefault) values[name] = interpolate(written, (reference) => scope.system(reference) ?? `{{${reference}}}`);
  }
}

export function invalidParameters(message: string): AutomationError {
  return new AutomationError("InvalidAutomationExecutionParametersException", message);
}
