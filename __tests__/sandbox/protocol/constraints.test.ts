import {
  checkConstraints,
  integer,
  list,
  map,
  required,
  structure,
  text,
  type Members,
} from "../../../src/sandbox/protocol/constraints";

const members: Members = {
  DocumentName: required(text({ pattern: /[a-z]{3,9}/ })),
  Mode: text({ values: ["Auto", "Interactive"] }),
  Token: text({ min: 2, max: 3 }),
  MaxResults: integer({ min: 1, max: 50 }),
  Filters: list(structure({ Key: required(text()), Values: list(text({ min: 1 }), { min: 1 }) }), { max: 2 }),
  Parameters: map(text({ max: 5 }), list(text({ max: 3 })), { min: 1 }),
};

function refusal(input: object): string {
  try {
    checkConstraints({ DocumentName: "abc", ...input }, members);
  } catch (error) {
    expect(error).toMatchObject({ code: "ValidationException", status: 400 });
    return (error as Error).message;
  }
  return "";
}

it("a request that satisfies its constraints is accepted, even with unknown members", () => {
  expect(
    refusal({
      Mode: "Auto",
      Token: "ab",
      MaxResults: 50,
      Filters: [{ Key: "a", Values: ["b"] }],
      Parameters: { a: [] },
      Other: 1,
    }),
  ).toBe("");
});

it.each<[string, object, string]>([
  [
    "a missing member",
    { DocumentName: undefined },
    "Value null at 'documentName' failed to satisfy constraint: Member must not be null",
  ],
  [
    "a pattern that holds for a part only",
    { DocumentName: "abc!" },
    "Value 'abc!' at 'documentName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]{3,9}",
  ],
  [
    "a value that is not allowed",
    { Mode: "auto" },
    "Value 'auto' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [Auto, Interactive]",
  ],
  [
    "a short text",
    { Token: "a" },
    "Value 'a' at 'token' failed to satisfy constraint: Member must have length greater than or equal to 2",
  ],
  [
    "a long text",
    { Token: "abcd" },
    "Value 'abcd' at 'token' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    "a small number",
    { MaxResults: 0 },
    "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    "a large number",
    { MaxResults: 51 },
    "Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50",
  ],
  [
    "a list inside of a structure",
    { Filters: [{ Key: "a", Values: [] }] },
    "Value '[]' at 'filters.1.member.values' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    "a missing member of a structure",
    { Filters: [{ Key: "a" }, {}] },
    "Value null at 'filters.2.member.key' failed to satisfy constraint: Member must not be null",
  ],
  [
    "a long list",
    { Filters: [{ Key: "a" }, { Key: "b" }, { Key: "c" }] },
    "Value '[{Key=a}, {Key=b}, {Key=c}]' at 'filters' failed to satisfy constraint: Member must have length less than or equal to 2",
  ],
  [
    "an empty map",
    { Parameters: {} },
    "Value '{}' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    "a key of a map",
    { Parameters: { abcdef: [] } },
    "Value 'abcdef' at 'parameters' failed to satisfy constraint: Member must have length less than or equal to 5",
  ],
  [
    "a value in a map",
    { Parameters: { a: ["b", "abcd"] } },
    "Value 'abcd' at 'parameters.a.2.member' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
])("names %s", (_, input, message) => {
  expect(refusal(input)).toBe(`1 validation error detected: ${message}`);
});

it("a validation message counts and names all faults", () => {
  expect(refusal({ Mode: "x", MaxResults: 0 })).toMatch(
    /^2 validation errors detected: Value 'x' at 'mode' .*; Value '0' at/,
  );
});
