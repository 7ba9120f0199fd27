/** The parameters of an execution: given values and defaults, checked as AWS does before the start. */
import type { Json } from "../document/json";
import { faultOf } from "../document/parameter-values";
import { interpolate } from "../document/references";
import type { CompiledParameter, Program } from "./program/program";
import { AutomationError } from "./errors";
import type { AwsApi } from "./ports";
import type { ApiParameters } from "./records";
import type { Scope } from "./program/scope";
import { listAt, stringAt } from "./aws-calls/responses";
import { fromStrings } from "./values";

export interface StartParameters {
  readonly values: Record<string, Json>;
  /** Parameters whose values are still to be read from Parameter Store. */
  readonly stored: readonly CompiledParameter[];
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
  const stored: CompiledParameter[] = [];
  for (const parameter of parameters.values()) {
    const { name } = parameter;
    const strings = given !== undefined && Object.hasOwn(given, name) ? given[name] : undefined;
    if (filledInLater.has(name)) continue;
    if (strings !== undefined) values[name] = decode(parameter, strings);
    else if (parameter.store !== undefined) stored.push(parameter);
    else if (parameter.default !== undefined) values[name] = parameter.default;
    else missing.push(name);
  }
  if (missing.length > 0) throw invalidParameters(`Missing required parameters: [${missing.join(", ")}].`);
  return { values, stored };
}

function decode({ name, type, definition }: CompiledParameter, strings: readonly string[]): Json {
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

/** GetParameters accepts ten names. */
const NAMES_IN_A_CALL = 10;

/**
 * The values of parameters whose defaults are `{{ssm:…}}`, read once, when the execution starts.
 * @throws AutomationError InvalidAutomationExecutionParametersException for a parameter that is missing, secret or of the wrong type
 * @throws ApiCallError
 */
export async function storedParameters(
  parameters: readonly CompiledParameter[],
  api: AwsApi,
): Promise<Record<string, Json>> {
  const names = [...new Set(parameters.map(({ store }) => store ?? ""))];
  const found = new Map<string, { readonly type: string | undefined; readonly value: string }>();
  for (let start = 0; start < names.length; start += NAMES_IN_A_CALL) {
    const call = { Names: names.slice(start, start + NAMES_IN_A_CALL), WithDecryption: false };
    const response = await api.call(
      { service: "ssm", api: "GetParameters", parameters: call },
      new AbortController().signal,
    );
    for (const parameter of listAt(response, "Parameters")) {
      const name = stringAt(parameter, "Name") ?? "";
      const selector = stringAt(parameter, "Selector") ?? "";
      const value = { type: stringAt(parameter, "Type"), value: stringAt(parameter, "Value") ?? "" };
      found.set(name, value);
      found.set(`${name}${selector}`, value);
    }
  }
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, fromStore(parameter, found)]));
}

function fromStore(
  parameter: CompiledParameter,
  found: ReadonlyMap<string, { readonly type: string | undefined; readonly value: string }>,
): Json {
  const { name, store = "", type } = parameter;
  const entry = found.get(store);
  if (entry === undefined) {
    throw invalidParameters(`The default of parameter "${name}" is {{ssm:${store}}}; Parameter Store has no ${store}.`);
  }
  if (entry.type === "SecureString") {
    throw invalidParameters(`The default of parameter "${name}" is {{ssm:${store}}}; a SecureString cannot be used.`);
  }
  return decode(parameter, type === "StringList" ? entry.value.split(",") : [entry.value]);
}

export function invalidParameters(message: string): AutomationError {
  return new AutomationError("InvalidAutomationExecutionParametersException", message);
}
