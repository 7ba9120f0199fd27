/**
 * What a value must look like, written once as data: the TypeScript types of runbooks are inferred from it (`ValueOf`)
 * and the checks at run time read it (shape-check.ts). Any value may be a `{{ reference }}` instead.
 */
import type { Condition, Choice } from "./condition";
import type { Json } from "./json";
import type { Step } from "./model";

/** Text that consists of one reference, and so takes the type of what it refers to. */
export type Reference = `{{${string}}}`;
/** Text with a reference somewhere in it. */
type TextWithReference = `${string}{{${string}}}${string}`;

interface StringShape<Value extends string = string> {
  readonly kind: "string";
  readonly oneOf?: readonly Value[];
  /** The whole value must match. */
  readonly pattern?: RegExp;
  /** What the pattern means, for the message: "an ISO 8601 duration such as PT10M". */
  readonly form?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Whether a reference to a list of one may stand here. AWS converts nothing else, but its own runbooks rely on it. */
  readonly orListOfOne?: boolean;
}

interface IntegerShape {
  readonly kind: "integer";
  readonly min?: number;
  readonly max?: number;
}

interface BooleanShape {
  readonly kind: "boolean";
}

interface ListShape<Item extends Shape = Shape> {
  readonly kind: "list";
  readonly of: Item;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A map with keys of the author's choice. */
interface MapShape<Item extends Shape = Shape> {
  readonly kind: "map";
  readonly of: Item;
}

/** A map with the keys that are listed and no others. */
interface RecordShape<Members extends Fields = Fields> {
  readonly kind: "record";
  readonly fields: Members;
}

/** Anything: the parameters of an API call, a script's payload. */
interface AnyShape {
  readonly kind: "any";
}

/** The steps inside an aws:loop. */
interface StepsShape {
  readonly kind: "steps";
}

/** The condition of an aws:loop. */
interface ConditionShape {
  readonly kind: "condition";
}

/** The choices of an aws:branch. */
interface ChoicesShape {
  readonly kind: "choices";
}

export type Shape =
  | StringShape
  | IntegerShape
  | BooleanShape
  | ListShape
  | MapShape
  | RecordShape
  | AnyShape
  | StepsShape
  | ConditionShape
  | ChoicesShape;

export type Required<Of extends Shape = Shape> = Of & { readonly required: true };
export interface Fields {
  readonly [name: string]: Shape | Required;
}

type Options<Of extends Shape> = Omit<Of, "kind" | "of" | "fields">;

export function string<const Value extends string = string>(
  options: Options<StringShape<Value>> = {},
): StringShape<Value> {
  return { kind: "string", ...options };
}

export function integer(options: Options<IntegerShape> = {}): IntegerShape {
  return { kind: "integer", ...options };
}

export function boolean(): BooleanShape {
  return { kind: "boolean" };
}

export function list<Item extends Shape>(of: Item, options: Options<ListShape> = {}): ListShape<Item> {
  return { kind: "list", of, ...options };
}

export function map<Item extends Shape>(of: Item): MapShape<Item> {
  return { kind: "map", of };
}

export function record<Members extends Fields>(fields: Members): RecordShape<Members> {
  return { kind: "record", fields };
}

export function any(): AnyShape {
  return { kind: "any" };
}

/** Marks an input or a member as one that must be there. */
export function required<Of extends Shape>(shape: Of): Required<Of> {
  return { ...shape, required: true };
}

export function isRequired(shape: Shape | Required): boolean {
  return "required" in shape;
}

/** The TypeScript type of the values that fit a shape. */
type ValueOf<Of extends Shape> =
  Of extends StringShape<infer Value>
    ? Value | TextWithReference
    : Of extends IntegerShape
      ? number | Reference
      : Of extends BooleanShape
        ? boolean | Reference
        : Of extends ListShape<infer Item>
          ? readonly ValueOf<Item>[] | Reference
          : Of extends MapShape<infer Item>
            ? { readonly [key: string]: ValueOf<Item> } | Reference
            : Of extends RecordShape<infer Members>
              ? MembersOf<Members> | Reference
              : Of extends StepsShape
                ? readonly Step[]
                : Of extends ConditionShape
                  ? Condition
                  : Of extends ChoicesShape
                    ? readonly Choice[]
                    : Json;

type RequiredNames<Members extends Fields> = {
  [Name in keyof Members]: Members[Name] extends { readonly required: true } ? Name : never;
}[keyof Members];

/** The TypeScript type of a map with these members. */
export type MembersOf<Members extends Fields> = {
  readonly [Name in RequiredNames<Members>]: ValueOf<Members[Name]>;
} & {
  readonly [Name in Exclude<keyof Members, RequiredNames<Members>>]?: ValueOf<Members[Name]>;
};
