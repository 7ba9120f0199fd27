import { templateText } from "../../../../src/sandbox/services/cloudformation/template-text";

const values = new Map([
  ["AWS::Partition", "aws"],
  ["Name", "ReadOnlyAccess"],
]);

describe("A value of a template", () => {
  it.each<[string, unknown, string]>([
    ["a text", "a", "a"],
    ["a reference", { Ref: "Name" }, "ReadOnlyAccess"],
    [
      "Fn::Sub",
      { "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/${ Name }" },
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ],
    [
      "Fn::Sub with a name of its own",
      { "Fn::Sub": ["${Of}/${Name}", { Of: { Ref: "Name" } }] },
      "ReadOnlyAccess/ReadOnlyAccess",
    ],
    ["Fn::Sub with a literal", { "Fn::Sub": "${!Name}" }, "${Name}"],
    ["Fn::Join", { "Fn::Join": [":", ["arn", { Ref: "AWS::Partition" }, "iam"]] }, "arn:aws:iam"],
  ])("becomes a text: %s", (_, value, text) => {
    expect(templateText(value, values)).toBe(text);
  });

  it.each([
    ["another function", { "Fn::GetAtt": ["Role", "Arn"] }, "Fn::GetAtt"],
    ["a name without a value", { Ref: "Nobody" }, "Nobody"],
    ["an attribute in Fn::Sub", { "Fn::Sub": "${Role.Arn}" }, "Role.Arn"],
    ["a number", 1, "1"],
  ])("is named if it cannot be resolved: %s", (_, value, named) => {
    expect(() => templateText(value, values)).toThrow(`does not resolve ${named.startsWith("Fn") ? "{" : named}`);
    expect(() => templateText(value, values)).toThrow(named);
  });
});
