/** The TypeScript types of the values of a shape: as they are written in a runbook, and as an action receives them. */
import type { Choice, Condition } from "./condition";
import type { Json } from "./json";
import type { Step } from "./model";
import type { Reference } from "./references";
import type {
  AnyReadAs,
  BooleanShape,
  ChoicesShape,
  ConditionShape,
  Field,
  Fields,
  IntegerShape,
  ListShape,
  MapShape,
  RecordShape,
  Shape,
  StepsShape,
  StringShape,
} from "./shapes";

/** A string that contains a reference. */
type StringWithReference = `${string}{{${string}}}${string}`;

/** A value in a runbook. `Refers`: whether it may be a reference. */
type WrittenValue<Of extends Shape, Refers extends boolean> =
  Of extends StringShape<infer Value>
    ? Value | (Refers extends true ? StringWithReference : never)
    : Of extends IntegerShape
      ? number | ReferenceIf<Refers>
      : Of extends BooleanShape
        ? boolean | ReferenceIf<Refers>
        : Of extends ListShape<infer Item>
          ? readonly WrittenValue<Item, Refers>[] | ReferenceIf<Refers>
          : Of extends MapShape<infer Item>
            ? { readonly [key: string]: WrittenValue<Item, Refers> } | ReferenceIf<Refers>
            : Of extends RecordShape<infer Members>
              ? WrittenMembers<Members, Refers> | ReferenceIf<Refers>
              : Of extends StepsShape
                ? readonly Step[]
                : Of extends ConditionShape
                  ? Condition
                  : Of extends ChoicesShape
                    ? readonly Choice[]
                    : Json;

type ReferenceIf<Refers extends boolean> = Refers extends true ? Reference : never;

type WrittenField<Of extends Field, Refers extends boolean> = WrittenValue<
  Of,
  Of extends { readonly literal: true } ? false : Refers
>;

/** A map with these members in a runbook. `Refers`: whether its values may be references. */
export type WrittenMembers<Members extends Fields, Refers extends boolean = true> = {
  readonly [Name in keyof Members as Members[Name] extends { readonly required: true } ? Name : never]: WrittenField<
    Members[Name],
    Refers
  >;
} & {
  readonly [Name in keyof Members as Members[Name] extends { readonly required: true } ? never : Name]?: WrittenField<
    Members[Name],
    Refers
  >;
};

/** A value as an action receives it: references resolved, converted to the type of the shape. */
type ReadValue<Of extends Shape> =
  Of extends StringShape<infer Value>
    ? Value
    : Of extends IntegerShape
      ? number
      : Of extends BooleanShape
        ? boolean
        : Of extends ListShape<infer Item>
          ? readonly ReadValue<Item>[]
          : Of extends MapShape<infer Item>
            ? { readonly [key: string]: ReadValue<Item> }
            : Of extends RecordShape<infer Members>
              ? ReadMembers<Members>
              : Of extends AnyReadAs<infer As>
                ? ReadValue<As>
                : Json;

type AlwaysPresent = { readonly required: true } | { readonly default: Json };

/** A map with these members as an action receives it. A member with a default is always present. */
export type ReadMembers<Members extends Fields> = {
  readonly [Name in keyof Members as Members[Name] extends AlwaysPresent ? Name : never]: ReadValue<Members[Name]>;
} & {
  readonly [Name in keyof Members as Members[Name] extends AlwaysPresent ? never : Name]?: ReadValue<Members[Name]>;
};
