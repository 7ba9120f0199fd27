/**
 * Shapes: the types and limits of values as data. The TypeScript types of runbooks and actions are inferred from shapes
 * (shape-types.ts), shape-check.ts checks values against them, and the engine converts a step's inputs to them.
 */
import type { Json } from "./json";

export interface StringShape<Value extends string = string> {
  readonly kind: "string";
  readonly oneOf?: readonly Value[];
  /** The whole value must match. */
  readonly pattern?: RegExp;
  /** The pattern in words, for messages: "an ISO 8601 duration such as PT10M". */
  readonly form?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Whether a reference to a list of one is accepted. AWS's own runbooks rely on this conversion. */
  readonly orListOfOne?: boolean;
  /** Whether a map or a list is accepted too, and passed on as JSON. @default false */
  readonly orJson?: boolean;
  /** Whether an empty string is a value. Otherwise it means that the value is missing. @default false */
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
  /** Whether an empty list is a value. Otherwise it means that the value is missing. @default false */
  readonly mayBeEmpty?: boolean;
}

/** A map with any keys. */
export interface MapShape<Item extends Shape = Shape> {
  readonly kind: "map";
  readonly of: Item;
}

/** A map that has only the listed keys. */
export interface RecordShape<Members extends Fields = Fields> {
  readonly kind: "record";
  readonly fields: Members;
}

/** Any value: a parameter of an API call, a script's payload. */
export interface AnyShape {
  readonly kind: "any";
  /**
   * The shape to which the engine converts the value: a single value to a list of one, a string of JSON to a map.
   * @default no conversion
   */
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

/** A member of a map: its shape, whether it is required, its default, and whether references are forbidden in it. */
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

/** @param as the shape to which the engine converts the value */
export function any(): AnyShape;
export function any<As extends Shape>(as: As): AnyReadAs<As>;
export function any(as?: Shape): AnyShape {
  return as === undefined ? { kind: "any" } : { kind: "any", as };
}

/** Values of parameters by name. In AWS's API each is a list of strings; a single value is read as a list of one. */
export function parameterValues() {
  return map(any(list(string({ orJson: true, mayBeEmpty: true }), { mayBeEmpty: true })));
}

/** Marks a member as required. */
export function required<Of extends Shape>(shape: Of): Required<Of> {
  return { ...shape, required: true };
}

/** Gives a member a default. */
export function withDefault<Of extends Shape, const Value extends Json>(
  shape: Of,
  value: Value,
): WithDefault<Of, Value> {
  return { ...shape, default: value };
}

/** Marks a member whose value may not be a reference. */
export function literal<Of extends Shape>(shape: Of): Literal<Of> {
  return { ...shape, literal: true };
}

export function isRequired(field: Field): boolean {
  return field.required === true;
}
