import { lintSource } from "../../src/document/lint/lint";
import { parseSource } from "../../src/document/parse";
import { selectorFault, selectorOf } from "../../src/document/selector";
import { caseText } from "../fixtures/published-case";

const RESPONSE = {
  Parameters: [
    { Name: "/one", Type: "String", Value: "1" },
    { Name: "/two", Type: "StringList", Value: "2,3" },
  ],
  Payload: { Outputs: { "build.ImageId": ["ami-1"] } },
  "a:b/c": "odd",
};

describe("a selector as Amazon's runbooks spell it", () => {
  it.each([
    ["without $", "Parameters[0].Name", "/one"],
    ["without $, with a quoted key first", "'a:b/c'", "odd"],
    ["with a quoted key after a dot", "$.Payload.Outputs.'build.ImageId'[0]", "ami-1"],
    ["with a key in double quotes", '$.Payload."Outputs"["build.ImageId"][0]', "ami-1"],
    ["with a dot before a bracket", "$.Parameters.[0].Value", "1"],
    ["with signs in a key", "$.a:b/c", "odd"],
    ["with spaces around it and in brackets", " $.Parameters[ 1 ].Name ", "/two"],
    ["with an index from the end", "$.Parameters[-1].Name", "/two"],
    ["with a filter", "$.Parameters[?(@.Type == 'String')].Name", ["/one"]],
    ["with a filter of two conditions", "$.Parameters[?(@.Type=='String' && @.Value==\"1\")].Name", ["/one"]],
    ["with a filter on a quoted key", "$.Parameters[?(@['Type'] != 'String')].Name", ["/two"]],
    ["with a filter after a dot", "$.Parameters.[?(@.Name)].Value", ["1", "2,3"]],
    ["with every item", "$.Parameters[*].Name", ["/one", "/two"]],
    ["with every item after a dot", "$.Parameters.*.Name", ["/one", "/two"]],
    ["with a slice", "$.Parameters[0:1].Name", ["/one"]],
    ["with several indexes", "$.Parameters[0,1].Name", ["/one", "/two"]],
    ["with .. in the middle", "$.Parameters..Name", ["/one", "/two"]],
    ["with .. at the beginning", "$..Name", ["/one", "/two"]],
    ["with .. before a quoted key", "$..'build.ImageId'", [["ami-1"]]],
    ["with .. before a bracket", "$..['Name']", ["/one", "/two"]],
  ])("%s is resolved: %s", (_how, selector, expected) => {
    expect(selectorOf(selector)(RESPONSE)).toEqual(expected);
  });
});

describe("a text that is not a selector", () => {
  it.each([
    ["", "it is empty"],
    ["$.Topics[0.Arn", "character 11 is ., and ] is expected there"],
    ["$.Topics[0", "it ends where ] is expected"],
    ["$.Topics.", "it ends where a name is expected"],
    ["$.Topics[Name]", "character 10 is N, and an index, a quoted name, * or a filter is expected there"],
    ["$Topics", "character 2 is T, and a dot or a bracket is expected there"],
    ["the third one", "character 4 is  , and a dot or a bracket is expected there"],
  ])("has a reason: %s", (text, reason) => {
    expect(selectorFault(text)).toBe(reason);
  });

  it("has the library's reason for a filter that cannot be read", () => {
    expect(selectorFault("$.a[?(@.b ===)]")).toBeDefined();
  });
});

it("lint takes every selector that Amazon's runbooks have, in outputs and in PropertySelector", () => {
  const { findings } = lintSource(parseSource(caseText("selectors"), "selectors.yaml"));
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

it("lint finds a PropertySelector that is not a selector, and leaves a reference alone", () => {
  const broken = caseText("selectors").replace(
    "PropertySelector: Parameter.Type",
    'PropertySelector: "$.Parameter[Type"',
  );
  expect(lintSource(parseSource(broken, "a.yaml")).findings.filter(({ rule }) => rule === "output-selector")).toEqual([
    expect.objectContaining({ path: ["mainSteps", 3, "inputs", "PropertySelector"] }),
  ]);
});
