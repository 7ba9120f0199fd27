/** Runbooks that the compiler accepts or rejects. `npm run check:types` fails if it accepts a line that is marked as an error. */
import { defineRunbook } from "../../src/document/define";
import type { Step } from "../../src/document/model";

const definition = (...mainSteps: Step[]) => defineRunbook({ name: "example", mainSteps });

describe("the compiler", () => {
  it("accepts steps as AWS documents them", () => {
    const runbook = definition(
      { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1M" }, nextStep: "stop" },
      {
        name: "stop",
        action: "aws:changeInstanceState",
        timeoutSeconds: 60,
        onFailure: "step:tell",
        inputs: { InstanceIds: "{{ InstanceIds }}", DesiredState: "stopped", Force: true },
      },
      {
        name: "tell",
        action: "aws:executeAwsApi",
        inputs: {
          Service: "sns",
          Api: "Publish",
          TopicArn: "{{ Topic }}",
          MessageAttributes: { a: { DataType: "String" } },
        },
        outputs: [{ Name: "Id", Selector: "$.MessageId", Type: "String" }],
      },
      {
        name: "repeat",
        action: "aws:loop",
        inputs: {
          Iterators: ["a", "b"],
          Steps: [{ name: "inner", action: "aws:pause", inputs: {} }],
        },
      },
      {
        name: "choose",
        action: "aws:branch",
        inputs: {
          Choices: [
            { NextStep: "wait", Variable: "{{ x }}", StringEquals: "y" },
            {
              NextStep: "wait",
              And: [{ Variable: "{{ x }}", NumericGreater: 3 }, { Not: { Variable: "{{ y }}", BooleanEquals: true } }],
            },
          ],
        },
        isEnd: true,
      },
    );
    expect(runbook.document.mainSteps).toHaveLength(5);
  });

  it("rejects an input that the action does not have", () => {
    // @ts-expect-error sleep has Duration, not Time
    definition({ name: "wait", action: "aws:sleep", inputs: { Time: "PT1M" } });
    // @ts-expect-error the inputs of aws:runCommand begin with capitals
    definition({ name: "run", action: "aws:runCommand", inputs: { DocumentName: "x", instanceIds: ["i-1"] } });
    expect.assertions(0);
  });

  it("rejects a step without a required input", () => {
    // @ts-expect-error StackName is missing
    definition({ name: "delete", action: "aws:deleteStack", inputs: {} });
    // @ts-expect-error Api is missing
    definition({ name: "call", action: "aws:executeAwsApi", inputs: { Service: "ec2" } });
    // @ts-expect-error inputs are missing
    definition({ name: "wait", action: "aws:sleep" });
    expect.assertions(0);
  });

  it("rejects an action that Automation does not have", () => {
    // @ts-expect-error there is no aws:wait
    definition({ name: "wait", action: "aws:wait", inputs: {} });
    expect.assertions(0);
  });

  it("rejects a misspelt step property", () => {
    // @ts-expect-error it is timeoutSeconds
    definition({ name: "wait", action: "aws:sleep", timeoutSecond: 5, inputs: { Duration: "PT1M" } });
    // @ts-expect-error it is nextStep
    definition({ name: "wait", action: "aws:sleep", next: "wait", inputs: { Duration: "PT1M" } });
    expect.assertions(0);
  });

  it("rejects values that are not allowed or have the wrong type", () => {
    // @ts-expect-error there is no such state
    definition({
      name: "stop",
      action: "aws:changeInstanceState",
      inputs: { InstanceIds: ["i-1"], DesiredState: "off" },
    });
    // @ts-expect-error a list is expected
    definition({
      name: "stop",
      action: "aws:changeInstanceState",
      inputs: { InstanceIds: "i-1", DesiredState: "stopped" },
    });
    // @ts-expect-error a retired runtime
    definition({
      name: "run",
      action: "aws:executeScript",
      inputs: { Runtime: "python3.8", Handler: "h", Script: "" },
    });
    // @ts-expect-error onFailure has no value Retry
    definition({ name: "wait", action: "aws:sleep", onFailure: "Retry", inputs: { Duration: "PT1M" } });
    // @ts-expect-error a number is expected
    definition({ name: "wait", action: "aws:sleep", maxAttempts: "3", inputs: { Duration: "PT1M" } });
    definition({
      name: "wait",
      action: "aws:sleep",
      inputs: { Duration: "PT1M" },
      // @ts-expect-error there is no type Text
      outputs: [{ Name: "A", Selector: "$", Type: "Text" }],
    });
    expect.assertions(0);
  });

  it("rejects a reference in a property that AWS reads before the execution", () => {
    definition({ name: "wait", action: "aws:sleep", timeoutSeconds: "{{ Seconds }}", inputs: { Duration: "PT1M" } });
    // @ts-expect-error the attempts are counted before anything runs
    definition({ name: "wait", action: "aws:sleep", maxAttempts: "{{ Tries }}", inputs: { Duration: "PT1M" } });
    // @ts-expect-error the type of a parameter is known before anything runs
    defineRunbook({ name: "example", mainSteps: [], parameters: { Time: { type: "{{ Type }}" } } });
    expect.assertions(0);
  });

  it("checks the steps of a loop, and conditions", () => {
    definition({
      name: "repeat",
      action: "aws:loop",
      // @ts-expect-error sleep has Duration, not Time
      inputs: { Iterators: ["a"], Steps: [{ name: "wait", action: "aws:sleep", inputs: { Time: "PT1M" } }] },
    });
    definition({
      name: "choose",
      action: "aws:branch",
      // @ts-expect-error there is no operator Equals
      inputs: { Choices: [{ NextStep: "wait", Variable: "{{ x }}", Equals: "y" }] },
    });
    expect.assertions(0);
  });

  it("rejects unknown properties and parameter types of a runbook", () => {
    // @ts-expect-error it is mainSteps
    defineRunbook({ name: "example", steps: [] });
    // @ts-expect-error types are case-sensitive
    defineRunbook({ name: "example", mainSteps: [], parameters: { Time: { type: "string" } } });
    expect.assertions(0);
  });
});
