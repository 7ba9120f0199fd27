/**
 * The values of parameters in an association. Terraform's provider sends one string for each parameter, and Automation accepts
 * 1 to 512 characters.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
import { isList, isObject } from "../document/json";
import { faultOf } from "../document/parameters/parameter-values";
import { plainType } from "../document/value-types";

/** Characters of a value. */
const LONGEST = 512;

/** The one string that stands for a value: maps and lists of maps as JSON, a list of one string as that string. */
export function associationText(value: unknown): string {
  if (isObject(value)) return JSON.stringify(value);
  if (!isList(value)) return String(value);
  const [first, ...others] = value;
  return others.length === 0 && !isObject(first) ? String(first) : JSON.stringify(value);
}

/**
 * Why an association cannot pass the value to a parameter with this definition; undefined if it can. A value with a reference
 * (`{{ssm:…}}`) is known only when the runbook starts.
 */
export function associationFault(value: unknown, definition: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof value === "string" && value.includes("{{")) return undefined;
  const type = plainType(definition["type"]);
  if (type === undefined) return undefined;
  const items = isList(value) ? value : [value];
  if (type === "StringList" && items.length !== 1) {
    return `The list has ${items.length} entries; Terraform's AWS provider can pass only one.`;
  }
  const text = associationText(value);
  if (text === "") return "AWS does not accept an empty value.";
  if (text.length > LONGEST) return `The value has ${text.length} characters; AWS allows ${LONGEST}.`;
  return faultOf(type === "StringList" ? items : type === "Boolean" ? booleanOf(value) : value, type, definition);
}

/** A Boolean may be in quotes, as in AWS's API. */
function booleanOf(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
}
