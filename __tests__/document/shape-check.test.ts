import { checkFields } from "../../src/document/shape-check";
import { any, boolean, integer, list, map, record, required, string } from "../../src/document/shapes";

const fields = {
  Name: required(string({ pattern: /^[a-z]+$/, form: "small letters", maxLength: 5 })),
  Count: integer({ min: 1, max: 9 }),
  Force: boolean(),
  Ids: list(string(), { minItems: 1, maxItems: 2 }),
  State: string({ oneOf: ["on", "off"] }),
  Tag: record({ Key: required(string()) }),
  Free: map(any()),
};
const kinds = (value: unknown): string[] =>
  checkFields(value, fields, []).problems.map(({ kind, path }) => `${kind} ${path.join(".")}`);

describe("checking values against shapes", () => {
  it.each([
    [{ Name: "abc", Count: 3, Force: true, Ids: ["a"], State: "on", Tag: { Key: "k" }, Free: { a: [1] } }, []],
    [{ Name: "abc", Count: "3", Force: "False" }, []],
    [{ Name: "{{ x }}", Count: "{{ x }}", Force: "{{ x }}", Ids: "{{ x }}", State: "{{ x }}", Tag: "{{ x }}" }, []],
    [{ Name: "ABC" }, ["value Name"]],
    [{ Name: "abcdef" }, ["value Name"]],
    [{ Name: ["a"] }, ["type Name"]],
    [{ Name: "a", Count: 0 }, ["value Count"]],
    [{ Name: "a", Count: 10 }, ["value Count"]],
    [{ Name: "a", Count: 1.5 }, ["type Count"]],
    [{ Name: "a", Count: "many" }, ["type Count"]],
    [{ Name: "a", Force: "yes" }, ["type Force"]],
    [{ Name: "a", Ids: [] }, ["value Ids"]],
    [{ Name: "a", Ids: ["a", "b", "c"] }, ["value Ids"]],
    [{ Name: "a", Ids: [{}] }, ["type Ids.0"]],
    [{ Name: "a", State: "onn" }, ["value State"]],
    [{ Name: "a", Tag: {} }, ["missing Tag"]],
    [{ Name: "a", Tag: { Key: "k", Valu: "v" } }, ["unknown Tag.Valu"]],
    [{ Name: null }, ["missing "]],
    [{}, ["missing "]],
    [{ Name: "a", constructor: 3 }, ["unknown constructor"]],
  ])("%j has %j", (value, expected) => {
    expect(kinds(value)).toEqual(expected);
  });

  it.each([
    [{ Name: "a", Count: "x" }, 'Expected an integer, found the string "x".'],
    [{ Name: ["a"] }, "Expected a string, found a list."],
    [{ Name: "a", Ids: 5 }, "Expected a list, found the number 5."],
  ])("%j is reported with the expected and the found kind", (value, message) => {
    expect(checkFields(value, fields, []).problems.map((problem) => problem.message)).toEqual([message]);
  });

  it("reports each reference that is a whole value with the expected shape", () => {
    const { references } = checkFields({ Name: "{{ a }}", Ids: ["{{ b }}", "x {{ c }}"] }, fields, []);
    expect(references.map(({ name, shape, isItem }) => [name, shape.kind, isItem])).toEqual([
      ["a", "string", false],
      ["b", "string", true],
    ]);
  });

  it("accepts members that are not listed in an open map", () => {
    expect(checkFields({ Name: "a", Other: 3 }, fields, [], true).problems).toEqual([]);
  });
});
