/**
 * The text that a value of a template becomes: a text, or `Ref`, `Fn::Sub` and `Fn::Join` of texts.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
import { AwsError } from "../../protocol/aws-error";

/**
 * @param values by the names of parameters, pseudo parameters and resources
 * @throws AwsError if the value is made by another function, or of something that has no value
 */
export function templateText(value: unknown, values: ReadonlyMap<string, string>): string {
  if (typeof value === "string") return value;
  const [[name, argument] = ["", undefined], ...others] = Object.entries((value ?? {}) as Record<string, unknown>);
  if (others.length === 0) {
    if (name === "Ref" && typeof argument === "string") return valueOf(argument, values);
    if (name === "Fn::Sub") return substituted(argument, values);
    if (name === "Fn::Join" && Array.isArray(argument) && Array.isArray(argument[1])) {
      return argument[1].map((part) => templateText(part, values)).join(String(argument[0]));
    }
  }
  throw unresolved(JSON.stringify(value));
}

function substituted(argument: unknown, values: ReadonlyMap<string, string>): string {
  const [text, own = {}] = Array.isArray(argument) ? (argument as unknown[]) : [argument];
  if (typeof text !== "string") throw unresolved(JSON.stringify(argument));
  const further = Object.entries(own as Record<string, unknown>).map(
    ([name, value]) => [name, templateText(value, values)] as const,
  );
  const known = new Map([...values, ...further]);
  return text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) =>
    literal === "" ? valueOf(name.trim(), known) : `\${${name}}`,
  );
}

function valueOf(name: string, values: ReadonlyMap<string, string>): string {
  const value = values.get(name);
  if (value === undefined) throw unresolved(name);
  return value;
}

function unresolved(what: string): AwsError {
  return new AwsError(
    "NotImplemented",
    `Fleetbook's sandbox does not resolve ${what} in the ManagedPolicyArns of a role. The stack was made without these policies.`,
    501,
  );
}
