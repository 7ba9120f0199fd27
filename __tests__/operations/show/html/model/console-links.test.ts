/** Addresses in AWS's console. */
import {
  commandLink,
  executionLink,
  managedNodeLink,
} from "../../../../../src/operations/show/html/model/console-links";

describe("a link into AWS's console", () => {
  it("leads to the execution, the command on the instance, and the managed node", () => {
    const host = "https://eu-west-1.console.aws.amazon.com/systems-manager";
    expect(executionLink("eu-west-1", "id")).toBe(`${host}/automation/execution/id?region=eu-west-1`);
    expect(commandLink("eu-west-1", "c", "i-1")).toBe(`${host}/run-command/c/i-1?region=eu-west-1`);
    expect(commandLink("eu-west-1", "c", undefined)).toBe(`${host}/run-command/c?region=eu-west-1`);
    expect(managedNodeLink("eu-west-1", "mi-1")).toBe(`${host}/managed-instances/mi-1/description?region=eu-west-1`);
  });

  it("leads to the partition of the Region", () => {
    expect(executionLink("cn-north-1", "id")).toMatch(/^https:\/\/cn-north-1\.console\.amazonaws\.cn\//);
    expect(executionLink("us-gov-west-1", "id")).toMatch(/^https:\/\/us-gov-west-1\.console\.amazonaws-us-gov\.com\//);
  });

  it("cannot be led elsewhere by an id", () => {
    expect(executionLink("evil.example/", "../../x?y")).toBe(
      "https://evil.example%2F.console.aws.amazon.com/systems-manager/automation/execution/..%2F..%2Fx%3Fy?region=evil.example%2F",
    );
  });
});
