import { actionOf } from "../../../src/document/action-table";
import type { Json } from "../../../src/document/json";
import { compileInput, type CompiledInput } from "../../../src/engine/program/compiled-input";
import { Scope } from "../../../src/engine/program/scope";
import { HOME } from "../fake-platform";

const NAMES = { parameters: new Set(["Kind", "Items"]), variables: new Set<string>(), steps: new Set<string>() };
const START = new Date("2026-01-15T10:00:00Z");

function compiled(name: string, written: Json, names = NAMES): CompiledInput {
  const action = actionOf("aws:runCommand");
  if (action === undefined) throw new Error("There is no such action.");
  return compileInput(name, written, action, names);
}

function scopeOf(parameters: Readonly<Record<string, Json>>): Scope {
  return new Scope(parameters, new Map(), HOME, "execution", START);
}

describe("an input of a step", () => {
  it("is the same object for executions whose references have the same values", () => {
    const { valueIn } = compiled("Parameters", { commands: ["echo {{ Kind }}"] });
    const value = valueIn(scopeOf({ Kind: "a" }));
    expect(value).toEqual({ commands: ["echo a"] });
    expect(valueIn(scopeOf({ Kind: "a" }))).toBe(value);
  });

  it("is resolved again if the value of a reference differs", () => {
    const { valueIn } = compiled("Parameters", { commands: ["echo {{ Kind }}"] });
    const values = ["a", "b", "a"].map((kind) => valueIn(scopeOf({ Kind: kind })));
    expect(values).toEqual(["a", "b", "a"].map((kind) => ({ commands: [`echo ${kind}`] })));
  });

  it("is checked each time that it is resolved", () => {
    const { valueIn } = compiled("InstanceIds", "{{ Items }}");
    expect(valueIn(scopeOf({ Items: ["i-0123456789abcdef0"] }))).toEqual(["i-0123456789abcdef0"]);
    for (let time = 0; time < 2; time++) expect(() => valueIn(scopeOf({ Items: { a: 1 } }))).toThrow("InstanceIds");
  });

  it("is converted to the type that the action declares", () => {
    const { valueIn, readOf } = compiled("TimeoutSeconds", "{{ Kind }}");
    const value = valueIn(scopeOf({ Kind: "60" }));
    expect(value).toBe("60");
    expect(readOf(value)).toBe(60);
  });

  it("is shown in records and read by the action as the value is, whichever value came before", () => {
    const { valueIn, jsonOf, readOf } = compiled("TimeoutSeconds", "{{ Kind }}");
    const values = ["60", "90", "60"].map((kind) => valueIn(scopeOf({ Kind: kind })));
    expect(values.map(jsonOf)).toEqual(['"60"', '"90"', '"60"']);
    expect(values.map(readOf)).toEqual([60, 90, 60]);
  });

  it("is shared by the steps of a document that have it in common, and not by two documents", () => {
    expect(compiled("Comment", "{{ Kind }}")).toBe(compiled("Comment", "{{ Kind }}"));
    expect(compiled("Comment", "{{ Kind }}", { ...NAMES })).not.toBe(compiled("Comment", "{{ Kind }}"));
  });
});
