import { parametersFrom } from "../../../src/document/parameters/given-parameters";
import { runbookOf, sleepStep } from "../../simulation/runbooks";

const runbook = runbookOf([sleepStep("PT1S")], {
  parameters: {
    Name: { type: "String" },
    Names: { type: "StringList" },
    Instances: { type: "List<AWS::EC2::Instance::Id>" },
  },
});

describe("parameters", () => {
  it.each([
    ["a string with any characters", ["Name=a=b [x]"], { Name: "a=b [x]" }],
    ["a string that looks like a list", ['Name=["a"]'], { Name: '["a"]' }],
    ["an empty string", ["Name="], { Name: "" }],
    ["a list of one", ["Names=a b"], { Names: ["a b"] }],
    ["a list in the short form of the AWS CLI", ["Names=a,b,"], { Names: ["a", "b", ""] }],
    ["a list in the short form with quotes", [`Names="a,\\"b",'c,d',e`], { Names: ['a,"b', "c,d", "e"] }],
    ["a list, item by item with commas", ["Names=a,b", "Names=c"], { Names: ["a,b", "c"] }],
    ["an empty item", ["Names="], { Names: [""] }],
    ["a list, item by item", ["Instances=i-1", "Instances=i-2"], { Instances: ["i-1", "i-2"] }],
    ["a list as JSON", ['Names=["a","b"]'], { Names: ["a", "b"] }],
    ["a list of a string that is not JSON", ["Names=[a"], { Names: ["[a"] }],
  ])("can be %s", (_, texts, values) => {
    expect(parametersFrom(texts, runbook)).toEqual(values);
  });

  it("are all reported if they are invalid", () => {
    expect(() => parametersFrom(["Nmae=x", "Name", "=x"], runbook)).toThrow(
      [
        'try-it has no parameter "Nmae". Did you mean "Name"?',
        '"Name" does not set a parameter. Write --set NAME=VALUE.',
        '"=x" does not set a parameter. Write --set NAME=VALUE.',
      ].join("\n"),
    );
  });
});
