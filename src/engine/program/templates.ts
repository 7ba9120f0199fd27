/**
 * Values with `{{ references }}`, parsed once, so that an execution does not search strings. References are resolved in
 * one pass: the value of a reference is not searched again.
 */
import { isList, isObject } from "../../diagnostics/json";
import type { Json } from "../../document/json";
import { partsOf } from "../../document/references";
import { StepFailure } from "../errors";
import { setMember } from "../members";
import type { Scope } from "./scope";
import { stringOf } from "../values";

/** What AWS writes for a reference to an output that does not exist. */
export const NO_OUTPUT = "No output available yet because the step is not successfully executed";

/** The value of a reference in an execution; undefined if it has no value yet. */
type Source = (scope: Scope) => Json | undefined;

export type Template =
  | { readonly kind: "constant"; readonly value: Json }
  | { readonly kind: "reference"; readonly source: Source }
  | { readonly kind: "string"; readonly parts: readonly (string | Source)[] }
  | { readonly kind: "list"; readonly items: readonly Template[] }
  | { readonly kind: "map"; readonly members: readonly (readonly [string, Template])[] };

/** The names that a document declares. */
export interface Names {
  readonly parameters: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
}

export function templateOf(value: Json, names: Names): Template {
  if (typeof value === "string") return stringTemplate(value, names);
  if (isList(value)) {
    const items = value.map((item) => templateOf(item, names));
    return items.every(isConstant) ? { kind: "constant", value } : { kind: "list", items };
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, item]) => [key, templateOf(item, names)] as const);
    return members.every(([, item]) => isConstant(item)) ? { kind: "constant", value } : { kind: "map", members };
  }
  return { kind: "constant", value };
}

function isConstant(template: Template): boolean {
  return template.kind === "constant";
}

function stringTemplate(string: string, names: Names): Template {
  const parts = partsOf(string);
  const [first] = parts;
  // A reference with spaces around it is still the whole value.
  const alone = partsOf(string.trim());
  const only = alone.length === 1 ? alone[0] : undefined;
  if (typeof only === "object") return { kind: "reference", source: sourceOf(only, names) };
  if (parts.length === 0 || (parts.length === 1 && typeof first === "string"))
    return { kind: "constant", value: string };
  return { kind: "string", parts: parts.map((part) => (typeof part === "string" ? part : sourceOf(part, names))) };
}

function sourceOf({ name, target }: Exclude<ReturnType<typeof partsOf>[number], string>, names: Names): Source {
  switch (target.kind) {
    case "parameter":
      if (names.parameters.has(target.name)) return (scope) => scope.parameters[target.name];
      break;
    case "variable":
      if (names.variables.has(target.name)) return (scope) => scope.variables.get(target.name);
      break;
    case "output":
      if (names.steps.has(target.step)) return (scope) => scope.output(target.step, target.output);
      break;
    case "system":
      return (scope) => scope.system(target.name) ?? undefinedReference(name);
    case "ssm":
      // AWS accepts these only in the defaults of parameters. CreateDocument rejects them elsewhere.
      break;
  }
  return () => undefinedReference(name);
}

function undefinedReference(name: string): never {
  throw new StepFailure(
    `Failed to resolve input: ${name} to type String. ${name} is not defined in the Automation Document.`,
    "InputValidation",
  );
}

/** The sources of all references in the template, in order. */
export function sourcesOf(template: Template): readonly Source[] {
  switch (template.kind) {
    case "constant":
      return [];
    case "reference":
      return [template.source];
    case "string":
      return template.parts.filter((part) => typeof part !== "string");
    case "list":
      return template.items.flatMap(sourcesOf);
    case "map":
      return template.members.flatMap(([, member]) => sourcesOf(member));
  }
}

/** The value with its references resolved. @throws StepFailure for a reference to something that the document does not declare */
export function fill(template: Template, scope: Scope): Json {
  return fillOrNothing(template, scope) ?? NO_OUTPUT;
}

/** As `fill`, but undefined if the whole value is one reference that has no value. */
export function fillOrNothing(template: Template, scope: Scope): Json | undefined {
  switch (template.kind) {
    case "constant":
      return template.value;
    case "reference":
      return template.source(scope);
    case "string":
      return template.parts
        .map((part) => (typeof part === "string" ? part : stringOf(part(scope) ?? NO_OUTPUT)))
        .join("");
    case "list":
      return fillList(template.items, scope);
    case "map": {
      const map: Record<string, Json> = {};
      for (const [key, member] of template.members) setMember(map, key, fill(member, scope));
      return map;
    }
  }
}

function fillList(templates: readonly Template[], scope: Scope): Json {
  const items = templates.map((item) => fill(item, scope));
  return items.some((item, index) => isSpliced(item, templates[index]))
    ? items.flatMap((item, index) => (isSpliced(item, templates[index]) ? item : [item]))
    : items;
}

/** Whether the item is a reference to a list: then the items of that list are inserted. */
function isSpliced(item: Json, template: Template | undefined): boolean {
  return template?.kind === "reference" && isList(item);
}
