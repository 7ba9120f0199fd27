/** The values of parameters in Parameter Store, which `{{ssm:…}}` refers to in defaults and in the values of a start request. */
import {
  fillStored,
  storeFault,
  storeNames,
  type StoredValue,
  type StoredValues,
} from "../document/parameters/parameter-store";
import type { Json } from "../document/json";
import { listAt, stringAt } from "./aws-calls/responses";
import { decode, invalidParameters, type StoredParameter } from "./parameters";
import type { AwsApi } from "./ports";

/** GetParameters accepts ten names. */
const NAMES_IN_A_CALL = 10;

/**
 * The values of parameters that refer to Parameter Store, read once, when the execution starts.
 * @throws AutomationError InvalidAutomationExecutionParametersException for a parameter that is missing, secret or of the wrong type
 * @throws ApiCallError
 */
export async function storedParameters(
  parameters: readonly StoredParameter[],
  api: AwsApi,
): Promise<Record<string, Json>> {
  const found = await readStore(storeNames(parameters.flatMap(({ strings }) => strings)), api);
  return Object.fromEntries(parameters.map((each) => [each.parameter.name, fromStore(each, found)]));
}

/** Reads parameters without decrypting them; a name that does not exist is left out. @throws ApiCallError */
export async function readStore(names: readonly string[], api: AwsApi): Promise<StoredValues> {
  const found = new Map<string, StoredValue>();
  for (let start = 0; start < names.length; start += NAMES_IN_A_CALL) {
    const call = { Names: names.slice(start, start + NAMES_IN_A_CALL), WithDecryption: false };
    const response = await api.call(
      { service: "ssm", api: "GetParameters", parameters: call },
      new AbortController().signal,
    );
    for (const parameter of listAt(response, "Parameters")) {
      const name = stringAt(parameter, "Name") ?? "";
      const value = { type: stringAt(parameter, "Type"), value: stringAt(parameter, "Value") ?? "" };
      for (const asked of askedAs(name, stringAt(parameter, "Selector"), call.Names)) found.set(asked, value);
    }
  }
  return found;
}

/** The names that a parameter of the response was asked for by. moto leaves out the Selector: the version or label. */
function askedAs(name: string, selector: string | undefined, names: readonly string[]): readonly string[] {
  if (selector !== undefined) return [`${name}${selector}`];
  const asked = names.filter((each) => each === name || each.startsWith(`${name}:`));
  return asked.length === 1 ? asked : [name];
}

function fromStore({ parameter, strings }: StoredParameter, found: StoredValues): Json {
  for (const name of storeNames(strings)) {
    const fault = storeFault(name, found);
    if (fault !== undefined)
      throw invalidParameters(`Parameter "${parameter.name}" refers to {{ssm:${name}}}. ${fault}`);
  }
  return decode(parameter, fillStored(strings, found, parameter.type === "StringList"));
}
