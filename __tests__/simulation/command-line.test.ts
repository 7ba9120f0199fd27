import type { ParameterDefinition } from "../../src/document/model";
import { checkOs } from "../../runbooks/check-os";
import { checkOsWindows } from "../../runbooks/check-os-windows";
import { commandDocumentsFrom, nodesFor, signalsFrom } from "../../src/simulation/command-line";
import { NODE, runbookOf, sleepStep } from "./runbooks";

const withParameters = (parameters: Readonly<Record<string, ParameterDefinition>>) =>
  runbookOf([sleepStep("PT1S")], { parameters });

describe("Command documents", () => {
  it("are read from their files", () => {
    expect(commandDocumentsFrom([`mine=${__filename}`])["mine"]).toContain("are read from their files");
  });

  it.each([
    ["mine", "Write --command-document NAME=FILE."],
    ["mine=", "Write --command-document NAME=FILE."],
    ["mine=/nowhere", "/nowhere: The file of the Command document cannot be read"],
  ])("are refused if they are given as %s", (argument, message) => {
    expect(() => commandDocumentsFrom([argument])).toThrow(message);
  });
});

describe("signals", () => {
  it("have a step and a type", () => {
    expect(signalsFrom(["Confirm=Approve", "Hold=Resume"])).toEqual([
      { step: "Confirm", type: "Approve" },
      { step: "Hold", type: "Resume" },
    ]);
  });

  it.each(["Confirm", "Confirm=approve"])("are rejected if they are invalid: %s", (text) => {
    expect(() => signalsFrom([text])).toThrow(`"${text}" is not a signal.`);
  });

  it("of a misspelled type are rejected with the type that was probably meant", () => {
    expect(() => signalsFrom(["Confirm=Aprove"])).toThrow('Did you mean "Approve"?');
  });
});

describe("nodes", () => {
  it("are the instances in parameters, in their defaults and in the nodes file", () => {
    const instances = withParameters({
      InstanceId: { type: "String" },
      Others: { type: "StringList", default: ["i-00000002", "text"] },
    });
    const file = { nodes: [{ match: { instanceId: "i-00000003" } }, { match: {} }] };
    expect(nodesFor(instances, { InstanceId: NODE }, file)).toEqual({
      nodes: { [NODE]: {}, "i-00000002": {}, "i-00000003": {} },
      nodesFile: file,
      platform: "Linux",
    });
  });

  it("are Windows if the runbook runs PowerShell", () => {
    expect([checkOs, checkOsWindows].map((each) => nodesFor(each, {}, {}).platform)).toEqual(["Linux", "Windows"]);
  });
});
