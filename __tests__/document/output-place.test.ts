import { lintRunbook } from "../../src/document/lint/lint";
import type { AutomationDocument } from "../../src/document/model";
import { withOutputPlace } from "../../src/document/output-place";
import { checkOs } from "../../runbooks/check-os";

const PLACE = { OutputS3BucketName: "outputs-{{ global:REGION }}", OutputS3KeyPrefix: "{{ global:ACCOUNT_ID }}" };
const command = (inputs: object = {}) => ({
  name: "ask",
  action: "aws:runCommand",
  inputs: { DocumentName: "AWS-RunShellScript", InstanceIds: ["i-1"], ...inputs },
});
const changed = (...mainSteps: readonly object[]) =>
  withOutputPlace({ schemaVersion: "0.3", mainSteps } as AutomationDocument, PLACE).mainSteps;

describe("A place for outputs", () => {
  it("is added to every command, also within loops", () => {
    const loop = { name: "each", action: "aws:loop", inputs: { Iterators: ["a"], Steps: [command()] } };
    expect(changed(command(), loop)).toEqual([
      command(PLACE),
      { ...loop, inputs: { ...loop.inputs, Steps: [command(PLACE)] } },
    ]);
  });

  it("does not replace one that a step has, and other actions have none", () => {
    const steps = [
      command({ OutputS3BucketName: "mine" }),
      command({ CloudWatchOutputConfig: { CloudWatchOutputEnabled: true } }),
      { name: "wait", action: "aws:sleep", inputs: { Duration: "PT1S" } },
    ];
    expect(changed(...steps)).toEqual(steps);
  });

  it("leaves a runbook without findings", () => {
    const runbook = { ...checkOs, document: withOutputPlace(checkOs.document, PLACE) };
    expect(lintRunbook(runbook, "check-os").findings).toEqual([]);
  });
});
