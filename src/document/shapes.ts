/**
 * What a value must look like, written once as data: the TypeScript types of runbooks and of actions are inferred from it
 * (shape-types.ts), the checks read it (shape-check.ts), and so does the engine when it hands inputs to an action.
 */
import type { Json } from "./json";

export interface StringShape<Value extends string = string> {
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
  /** Whether an action takes a map or a list too, and passes it on as JSON text. @default false */
  readonly orJson?: boolean;
  /** Whether an empty text is a value; elsewhere it says that there is none. @default false */
  readonly mayBeEmpty?: boolean;
}

export interface IntegerShape {
  readonly kind: "integer";
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly kind: "boolean";
}

export interface ListShape<Item extends Shape = Shape> {
  readonly kind: "list";
  readonly of: Item;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Whether an empty list is a value; elsewhere it says that there is none. @default false */
  readonly mayBeEmpty?: boolean;
}

/** A map with keys of the author's choice. */
export interface MapShape<Item extends Shape = Shape> {
  readonly kind: "map";
  readonly of: Item;
}

/** A map with the keys that are listed and no others. */
export interface RecordShape<Members extends Fields = Fields> {
  readonly kind: "record";
  readonly fields: Members;
}

/** Anything: the parameters of an API call, a script's payload. */
interface AnyShape {
  readonly kind: "any";
  /** What the action makes of it. One value may stand for a list of one then, and JSON text for a map. @default itself */
  readonly as?: Shape;
}
export interface AnyReadAs<As extends Shape> extends AnyShape {
  readonly as: As;
}

/** The steps inside an aws:loop. */
export interface StepsShape {
  readonly kind: "steps";
}

/** The condition of an aws:loop. */
export interface ConditionShape {
  readonly kind: "condition";
}

/** The choices of an aws:branch. */
export interface ChoicesShape {
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

type Required<Of extends Shape> = Of & { readonly required: true };
type WithDefault<Of extends Shape, Value> = Of & { readonly default: Value };
type Literal<Of extends Shape> = Of & { readonly literal: true };

/** A member of a map: its shape, and what else is known of it. */
export type Field = Shape & { readonly required?: true; readonly default?: Json; readonly literal?: true };

export interface Fields {
  readonly [name: string]: Field;
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

/** @param as what the action makes of it */
export function any(): AnyShape;
export function any<As extends Shape>(as: As): AnyReadAs<As>;
export function any(as?: Shape): AnyShape {
  return as === undefined ? { kind: "any" } : { kind: "any", as };
}

/** Values of parameters by their names. AWS's API has them as lists of texts; a single value stands for a list of one. */
export function parameterValues() {
  return map(any(list(string({ orJson: true, mayBeEmpty: true }), { mayBeEmpty: true })));
}

/** Marks a member as one that must be there. */
export function required<Of extends Shape>(shape: Of): Required<Of> {
  return { ...shape, required: true };
}

/** Marks a member as one that has this value where the author gives none. */
export function withDefault<Of extends Shape, const Value extends Json>(
  shape: Of,
  value: Value,
): WithDefault<Of, Value> {
  return { ...shape, default: value };
}

/** Marks a member as one whose value is known before anything runs: no reference may stand for it. */
export function literal<Of extends Shape>(shape: Of): Literal<Of> {
  return { ...shape, literal: true };
}

export function isRequired(field: Field): boolean {
  return field.required === true;
}
