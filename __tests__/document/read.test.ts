import { ConfigurationError } from "../../src/diagnostics/errors";
import { parseSource } from "../../src/document/parse";
import { readRunbook } from "../../src/document/read";

const wait =
  'schemaVersion: "0.3"\nmainSteps:\n  - name: wait\n    action: aws:sleep\n    inputs: { Duration: PT1M }\n';
const read = (text: string) => readRunbook(parseSource(text, "wait.yaml"), "wait");

describe("a runbook from a file", () => {
  it("is the same as one in TypeScript", () => {
    expect(read(wait)).toEqual({
      name: "wait",
      targetType: undefined,
      document: {
        schemaVersion: "0.3",
        mainSteps: [{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1M" } }],
      },
    });
  });

  it("has the target type of its comment", () => {
    expect(read(`# targetType: /AWS::EC2::Instance\n${wait}`).targetType).toBe("/AWS::EC2::Instance");
  });

  it.each([
    ["an unknown action", wait.replace("aws:sleep", "aws:wait"), "wait.yaml:4:5"],
    ["a missing input", wait.replace("aws:sleep", "aws:deleteStack").replace("Duration: PT1M", ""), "wait.yaml:5:5"],
    ["an input of the wrong type", wait.replace("PT1M", "[PT1M]"), "wait.yaml:5:15"],
    ["no steps", 'schemaVersion: "0.3"\nmainSteps: []\n', "wait.yaml:2:1"],
  ])("is refused with %s, at its place", (_case, text, place) => {
    try {
      read(text);
      throw new Error("nothing was thrown");
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect((error as ConfigurationError).problems[0]?.place).toBe(place);
    }
  });
});
