import { flag, input, integer, map, maps, read, required, text, texts } from "../../../src/engine/actions/inputs";
import type { StepFailure } from "../../../src/engine/errors";

describe("reading inputs", () => {
  it("takes texts for Booleans and Integers", () => {
    expect(read({ A: "True", B: "5", C: false }, { A: flag, B: integer, C: flag, D: text })).toEqual({
      A: true,
      B: 5,
      C: false,
    });
  });

  it("takes one value for a list of one", () => {
    expect(input({ Ids: "i-1" }, "Ids", texts)).toEqual(["i-1"]);
    expect(input({ Tags: { Key: "a" } }, "Tags", maps)).toEqual([{ Key: "a" }]);
  });

  it("takes JSON text for maps", () => {
    expect(input({ Map: '{"a":1}' }, "Map", map)).toEqual({ a: 1 });
    expect(input({ Maps: '[{"a":1},{"b":2}]' }, "Maps", maps)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(input({ Maps: ['{"a":1}', { b: 2 }] }, "Maps", maps)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it.each([
    ["", text],
    ["", flag],
    ["", integer],
    [null, text],
    [[], texts],
    [[""], texts],
  ] as const)("takes %j for no value", (value, reader) => {
    expect(read({ Name: value }, { Name: reader })).toEqual({});
  });

  it.each([
    [["ami-1"], text, "String"],
    ["yes", flag, "Boolean"],
    [1.5, integer, "Integer"],
    [["a"], map, "StringMap"],
    ["no JSON", map, "StringMap"],
  ] as const)("fails in input validation for %j", (value, reader, type) => {
    const reading = (): unknown => read({ Name: value }, { Name: reader });
    expect(reading).toThrow(new RegExp(`input Name, which is an? ${type}`));
    expect(reading).toThrow(expect.objectContaining({ stage: "InputValidation" }) as StepFailure);
  });

  it("names an input that must be there", () => {
    expect(() => required({ ImageId: "" }, "ImageId", text)).toThrow("ImageId is missing or empty");
  });
});
