import type { Step } from "../../../../src/document/model";
import { stepPreviews } from "../../../../src/sandbox/systems-manager/automation/step-impact";

const api = (Api: string): Step => ({ name: "call", action: "aws:executeAwsApi", inputs: { Service: "ec2", Api } });

it.each<[string, Step, string]>([
  ["DescribeInstances", api("DescribeInstances"), "NonMutating"],
  ["list_buckets", api("list_buckets"), "NonMutating"],
  ["batchGetImage", api("batchGetImage"), "NonMutating"],
  ["TerminateInstances", api("TerminateInstances"), "Mutating"],
  ["an API that is known only at run time", api("{{ Api }}"), "Undetermined"],
  [
    "aws:changeInstanceState with CheckStateOnly",
    {
      name: "a",
      action: "aws:changeInstanceState",
      inputs: { InstanceIds: ["i-1"], DesiredState: "stopped", CheckStateOnly: true },
    },
    "NonMutating",
  ],
  [
    "aws:changeInstanceState",
    { name: "a", action: "aws:changeInstanceState", inputs: { InstanceIds: ["i-1"], DesiredState: "stopped" } },
    "Mutating",
  ],
  [
    "a script",
    { name: "a", action: "aws:executeScript", inputs: { Runtime: "python3.11", Handler: "f", Script: "" } },
    "Undetermined",
  ],
])("A preview counts %s by its impact", (_, step, kind) => {
  expect(stepPreviews({ schemaVersion: "0.3", mainSteps: [step] })).toEqual({ [kind]: 1 });
});

it("A preview counts the steps inside a loop", () => {
  const loop: Step = { name: "all", action: "aws:loop", inputs: { Iterators: ["a"], Steps: [api("StopInstances")] } };
  expect(stepPreviews({ schemaVersion: "0.3", mainSteps: [loop] })).toEqual({ NonMutating: 1, Mutating: 1 });
});
