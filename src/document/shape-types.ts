/** The TypeScript types of the values that fit a shape: as a runbook has them, and as the action gets them. */
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

/** A string with a reference somewhere in it. */
type TextWithReference = `${string}{{${string}}}${string}`;

/** A value in a runbook. `Refers`: whether a reference may stand for it. */
type WrittenValue<Of extends Shape, Refers extends boolean> =
  Of extends StringShape<infer Value>
    ? Value | (Refers extends true ? TextWithReference : never)
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

/** A map with these members, as a runbook has it. `Refers`: whether references may stand in it. */
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

/** A value as the action gets it: references filled in, in the type that the shape says. */
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

type AlwaysThere = { readonly required: true } | { readonly default: Json };

/** A map with these members, as the action gets it; those with a default are there. */
export type ReadMembers<Members extends Fields> = {
  readonly [Name in keyof Members as Members[Name] extends AlwaysThere ? Name : never]: ReadValue<Members[Name]>;
} & {
  readonly [Name in keyof Members as Members[Name] extends AlwaysThere ? never : Name]?: ReadValue<Members[Name]>;
};
