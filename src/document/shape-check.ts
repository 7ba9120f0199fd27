/** Checks values against shapes. AWS converts between strings, numbers and Booleans, so each is accepted for the others. */
import { didYouMean } from "../diagnostics/did-you-mean";
import { kindOf } from "../diagnostics/kind-of";
import type { Path } from "../diagnostics/path";
import { isList, isObject } from "./json";
import { referencesIn, type PlacedReference } from "./references";
import { isRequired, type Field, type Fields, type Shape } from "./shapes";

export interface ShapeProblem {
  readonly kind: "unknown" | "missing" | "type" | "value";
  readonly path: Path;
  readonly message: string;
  readonly remedy?: string;
}

/** A reference that takes the place of a value with this shape. */
interface TypedReference extends PlacedReference {
  readonly shape: Shape;
  /** Whether it is an item of a list. The items of a referenced list are then inserted. */
  readonly isItem: boolean;
}

export interface ShapeReport {
  readonly problems: ShapeProblem[];
  /** References that are a whole value. */
  readonly references: TypedReference[];
}

/** Checks the members of a map. @param open whether members that are not listed are allowed too */
export function checkFields(value: unknown, fields: Fields, path: Path, open = false): ShapeReport {
  const report: ShapeReport = { problems: [], references: [] };
  if (isObject(value)) checkMembers(value, fields, path, open, report);
  return report;
}

function checkMembers(
  value: Readonly<Record<string, unknown>>,
  fields: Fields,
  path: Path,
  open: boolean,
  report: ShapeReport,
): void {
  for (const [name, item] of Object.entries(value)) {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    // A required member without a value is reported as missing, below.
    if (shape !== undefined && isRequired(shape) && item === null) continue;
    if (shape !== undefined) check(item, shape, [...path, name], false, report);
    else if (!open) report.problems.push(unknownMember(name, Object.keys(fields), path));
  }
  for (const [name, shape] of Object.entries(fields)) {
    if (!isRequired(shape) || (Object.hasOwn(value, name) && value[name] !== null)) continue;
    report.problems.push({ kind: "missing", path, message: `${name} is missing.`, remedy: `Add ${name}.` });
  }
}

function unknownMember(name: string, known: readonly string[], path: Path): ShapeProblem {
  return {
    kind: "unknown",
    path: [...path, name],
    message: `There is no "${name}" here; the known names are ${known.join(", ") || "none"}.`,
    remedy: didYouMean(name, known, "Correct the name, or remove it."),
  };
}

function check(value: unknown, shape: Field, path: Path, isItem: boolean, report: ShapeReport): void {
  const isLiteral = shape.literal === true;
  if (typeof value === "string") {
    const [reference] = referencesIn(value);
    if (reference?.whole === true) report.references.push({ ...reference, path, shape, isItem });
    // A reference is resolved at run time, except in the properties that are read before the execution.
    if (reference !== undefined) {
      if (!isLiteral) return;
      report.problems.push({
        kind: "value",
        path,
        message: `"${value}" has a reference, and references are not resolved here.`,
        remedy: "Write the value itself.",
      });
      return;
    }
  }
  const wrongType = (expected: string): void => {
    report.problems.push({ kind: "type", path, message: `Expected ${expected}, found ${kindOf(value)}.` });
  };
  const outside: Outside = (limit, remedy) => {
    const message = `${JSON.stringify(value)} ${limit}.`;
    report.problems.push({ kind: "value", path, message, ...(remedy !== undefined && { remedy }) });
  };
  switch (shape.kind) {
    case "string":
      if (isList(value) || isObject(value) || value === null) return wrongType("a string");
      return checkString(typeof value === "string" ? value : JSON.stringify(value), shape, outside);
    case "integer":
      if (!/^-?\d+$/.test(String(value))) return wrongType("an integer");
      if (Number(value) < (shape.min ?? -Infinity)) return outside(`is less than the minimum of ${shape.min}`);
      if (Number(value) > (shape.max ?? Infinity)) return outside(`is greater than the maximum of ${shape.max}`);
      return;
    case "boolean":
      if (!/^(true|false)$/i.test(String(value))) wrongType("true or false");
      return;
    case "list":
      if (!isList(value)) return wrongType("a list");
      if (value.length < (shape.minItems ?? 0)) return outside(`has fewer than ${shape.minItems} items`);
      if (value.length > (shape.maxItems ?? Infinity)) {
        report.problems.push({
          kind: "value",
          path,
          message: `The list has ${value.length} items; the maximum is ${shape.maxItems}.`,
        });
      }
      value.forEach((item, index) => check(item, shape.of, [...path, index], true, report));
      return;
    case "map":
      if (!isObject(value)) return wrongType("a map");
      for (const [key, item] of Object.entries(value)) check(item, shape.of, [...path, key], false, report);
      return;
    case "record":
      if (!isObject(value)) return wrongType("a map");
      return checkMembers(value, shape.fields, path, false, report);
    case "steps":
    case "choices":
      // Lint rules of their own check the items.
      if (!isList(value)) return wrongType("a list");
      if (value.length === 0) outside("is empty");
      return;
    case "condition":
      if (!isObject(value)) wrongType("a map");
      return;
    case "any":
      return;
  }
}

/** Reports a value outside the limits. */
type Outside = (limit: string, remedy?: string) => void;

function checkString(string: string, shape: Extract<Shape, { kind: "string" }>, outside: Outside): void {
  const { oneOf, pattern, form, minLength = 0, maxLength = Infinity } = shape;
  if (oneOf !== undefined && !oneOf.includes(string)) {
    outside(`is not one of ${oneOf.join(", ")}`, didYouMean(string, oneOf, "Use an allowed value."));
  } else if (pattern !== undefined && !pattern.test(string))
    outside(`is not ${form ?? `of the form ${pattern.source}`}`);
  else if (string.length < minLength) outside(`has fewer than ${minLength} characters`);
  else if (string.length > maxLength) outside(`has ${string.length} characters; the maximum is ${maxLength}`);
}
