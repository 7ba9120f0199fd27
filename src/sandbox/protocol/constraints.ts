/**
 * The constraints of a request's members. The SDK's schemas have neither lengths nor patterns, so each operation declares
 * its own in AWS's terms. Violations are answered with the messages of AWS's own check.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html
 */
import { isList, isObject } from "../../document/json";
import { AwsError } from "./aws-error";

/** Returns the faults of a value. `path` is the member's name as AWS's messages spell it. */
type Constraint = (value: unknown, path: string) => readonly string[];

interface Member {
  readonly isRequired: boolean;
  readonly check: Constraint;
}

/** The members of a structure, by their API names. Members that are not named may have any value. */
export type Members = Readonly<Record<string, Member | Constraint>>;

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

interface TextRules extends Bounds {
  /** The whole value must match it. The message quotes AWS's source of the pattern. */
  readonly pattern?: RegExp;
  readonly values?: readonly string[];
}

/**
 * Checks the members of a request.
 * @throws AwsError ValidationException that names every fault:
 *   `1 validation error detected: Value 'x' at 'documentName' failed to satisfy constraint: Member must …`
 */
export function checkConstraints(input: object, members: Members): void {
  const faults = structure(members)(input, "");
  if (faults.length === 0) return;
  const count = faults.length === 1 ? "1 validation error" : `${String(faults.length)} validation errors`;
  throw new AwsError("ValidationException", `${count} detected: ${faults.join("; ")}`);
}

/** A required member. */
export function required(check: Constraint): Member {
  return { isRequired: true, check };
}

/** A string, with its length, its pattern and its valid values. */
export function text(rules: TextRules = {}): Constraint {
  const { pattern, values } = rules;
  const whole = pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  return (value, path) => {
    const faults = lengthFaults(String(value).length, rules);
    if (whole?.test(String(value)) === false) {
      faults.push(`Member must satisfy regular expression pattern: ${pattern?.source ?? ""}`);
    }
    if (values?.includes(String(value)) === false) {
      faults.push(`Member must satisfy enum value set: [${values.join(", ")}]`);
    }
    return faults.map((fault) => failed(value, path, fault));
  };
}

/** A number between two bounds. */
export function integer({ min = -Infinity, max = Infinity }: Bounds): Constraint {
  return (value, path) => {
    if (Number(value) < min) {
      return [failed(value, path, `Member must have value greater than or equal to ${String(min)}`)];
    }
    if (Number(value) > max)
      return [failed(value, path, `Member must have value less than or equal to ${String(max)}`)];
    return [];
  };
}

/** A list: its length, and each of its items. */
export function list(item: Constraint, bounds: Bounds = {}): Constraint {
  return (value, path) => {
    if (!isList(value)) return [];
    return [
      ...lengthFaults(value.length, bounds).map((fault) => failed(value, path, fault)),
      // AWS counts from 1.
      ...value.flatMap((each, index) => item(each, `${path}.${String(index + 1)}.member`)),
    ];
  };
}

/** A map: its size, its keys and its values. */
export function map(key: Constraint, item: Constraint, bounds: Bounds = {}): Constraint {
  return (value, path) => {
    if (!isObject(value)) return [];
    return [
      ...lengthFaults(Object.keys(value).length, bounds).map((fault) => failed(value, path, fault)),
      ...Object.entries(value).flatMap(([name, each]) => [...key(name, path), ...item(each, `${path}.${name}`)]),
    ];
  };
}

/** A structure, member by member. */
export function structure(members: Members): Constraint {
  const checks = Object.entries(members).map(([name, member]) => ({
    name,
    ...(typeof member === "function" ? { isRequired: false, check: member } : member),
  }));
  return (value, path) => {
    if (!isObject(value)) return [];
    return checks.flatMap(({ name, isRequired, check }) => {
      const at = `${path === "" ? "" : `${path}.`}${lowerFirst(name)}`;
      const given = value[name];
      if (given !== undefined && given !== null) return check(given, at);
      return isRequired ? [`Value null at '${at}' failed to satisfy constraint: Member must not be null`] : [];
    });
  };
}

function lengthFaults(length: number, { min = 0, max = Infinity }: Bounds): string[] {
  if (length < min) return [`Member must have length greater than or equal to ${String(min)}`];
  return length > max ? [`Member must have length less than or equal to ${String(max)}`] : [];
}

function failed(value: unknown, path: string, fault: string): string {
  return `Value '${shown(value)}' at '${path}' failed to satisfy constraint: ${fault}`;
}

/** The value as Java prints it, which AWS's messages contain. */
function shown(value: unknown): string {
  if (isList(value)) return `[${value.map(shown).join(", ")}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${shown(item)}`)
      .join(", ")}}`;
  }
  return String(value);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
