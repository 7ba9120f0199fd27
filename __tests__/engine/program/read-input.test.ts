import type { Json } from "../../../src/document/json";
import { any, boolean, integer, list, map, record, required, string, withDefault } from "../../../src/document/shapes";
import type { StepFailure } from "../../../src/engine/errors";
import { alwaysThere, complete, readValue } from "../../../src/engine/program/read-input";

const maps = list(map(any()));
const texts = list(string());

describe("reading an input by its shape", () => {
  it("converts strings to Booleans and Integers", () => {
    const shape = record({ A: boolean(), B: integer(), C: boolean(), D: string() });
    expect(readValue({ A: "True", B: "5", C: false }, shape, "Name")).toEqual({ A: true, B: 5, C: false });
  });

  it("converts numbers and Booleans to strings", () => {
    expect(readValue([1, true, "a"], texts, "Name")).toEqual(["1", "true", "a"]);
  });

  it("converts a single value to a list of one", () => {
    expect(readValue("i-1", texts, "Ids")).toEqual(["i-1"]);
    expect(readValue({ Key: "a" }, maps, "Tags")).toEqual([{ Key: "a" }]);
  });

  it("converts a string of JSON to a map", () => {
    expect(readValue('{"a":1}', map(any()), "Map")).toEqual({ a: 1 });
    expect(readValue('[{"a":1},{"b":2}]', maps, "Maps")).toEqual([{ a: 1 }, { b: 2 }]);
    expect(readValue(['{"a":1}', { b: 2 }], maps, "Maps")).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it("converts maps and lists to JSON if the action accepts them", () => {
    expect(readValue({ a: [1] }, string({ orJson: true }), "Payload")).toBe('{"a":[1]}');
  });

  it("converts any value to the shape that the action uses", () => {
    expect(readValue("7", any(), "Name")).toBe("7");
    expect(readValue("7", any(integer()), "Name")).toBe(7);
  });

  it("leaves out unknown members of a map", () => {
    expect(readValue({ A: "a", B: "b" }, record({ A: string() }), "Name")).toEqual({ A: "a" });
  });

  it.each<[Json, Parameters<typeof readValue>[1]]>([
    ["", string()],
    ["", boolean()],
    ["", integer()],
    [[], texts],
    [[""], texts],
    ["", maps],
  ])("treats %j as missing", (value, shape) => {
    expect(readValue(value, shape, "Name")).toBeUndefined();
  });

  it("accepts an empty string and an empty list as values if the action does", () => {
    expect(readValue("", string({ mayBeEmpty: true }), "Name")).toBe("");
    expect(readValue([], list(string(), { mayBeEmpty: true }), "Name")).toEqual([]);
  });

  it.each([
    [["ami-1"], string(), "String"],
    ["yes", boolean(), "Boolean"],
    [1.5, integer(), "Integer"],
    [["a"], map(any()), "StringMap"],
    ["no JSON", map(any()), "StringMap"],
  ] as const)("fails in input validation for %j", (value, shape, type) => {
    const reading = (): unknown => readValue(value, shape, "Name");
    expect(reading).toThrow(new RegExp(`The input Name is an? ${type}; its value cannot be `));
    expect(reading).toThrow(expect.objectContaining({ stage: "InputValidation" }) as StepFailure);
  });

  it("names a required input that is missing", () => {
    expect(() => complete({}, alwaysThere({ ImageId: required(string()) }))).toThrow("ImageId is missing or empty");
  });

  it("gives a missing input its default", () => {
    const fields = { A: withDefault(integer(), 1), B: withDefault(integer(), 2), C: integer() };
    expect(complete({ B: 5 }, alwaysThere(fields))).toEqual({ A: 1, B: 5 });
  });
});
