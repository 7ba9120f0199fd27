import { associationFault, associationText } from "../../src/catalogue/association-parameters";

describe("a parameter's value in an association", () => {
  it.each([
    ["a string", "skip", "skip"],
    ["a number", 3, "3"],
    ["a Boolean", true, "true"],
    ["a list of one string", ["a"], "a"],
    ["a map", { a: 1 }, '{"a":1}'],
    ["a list of maps", [{ a: 1 }], '[{"a":1}]'],
  ])("is one string: %s", (_, value, text) => {
    expect(associationText(value)).toBe(text);
  });

  it.each([
    ["a list of one string", ["a"], { type: "StringList" }],
    ["one string of a list", "a", { type: "StringList" }],
    ["a Boolean in quotes", "true", { type: "Boolean" }],
    ["a reference to Parameter Store", "{{ssm:/app/days}}", { type: "Integer" }],
  ])("is passed: %s", (_, value, definition) => {
    expect(associationFault(value, definition)).toBeUndefined();
  });

  it.each([
    ["several strings, of which Terraform passes one", ["a", "b"], { type: "StringList" }, "has 2 entries"],
    ["a text for a number", "many", { type: "Integer" }, "is not an integer"],
    ["a value that is too long", "x".repeat(513), { type: "String" }, "has 513 characters; AWS allows 512"],
    ["a value against the pattern", "a b", { type: "String", allowedPattern: "[a-z]+" }, "does not match"],
  ])("is refused: %s", (_, value, definition, fault) => {
    expect(associationFault(value, definition)).toContain(fault);
  });
});
