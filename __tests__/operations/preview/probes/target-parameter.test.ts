import { targetParameter } from "../../../../src/operations/preview/probes/target-parameter";
import type { DocumentFacts } from "../../../../src/operations/preview/ports";
import { brief, deployed, findings, MANAGEMENT } from "../fake-preview";

const planted = (changes: Partial<DocumentFacts>) => ({ document: () => Promise.resolve({ ...deployed, ...changes }) });
const instanceId = (type: string) =>
  deployed.content.replace(/(InstanceId:\n(?: {4}.*\n)*? {4}type: )\S+/, `$1${type}`);

describe("the probe of the target parameter", () => {
  it("finds nothing if it takes the id of an instance, and the targets are instances", async () => {
    expect(await findings(targetParameter)).toEqual([]);
    expect(await findings(targetParameter, planted({ targetType: "/" }))).toEqual([]);
    expect(await findings(targetParameter, planted({ content: instanceId("AWS::EC2::Instance::Id") }))).toEqual([]);
  });

  it.each([
    ["a type that takes no id", { content: instanceId("Integer") }, "has the type Integer"],
    ["a target type of other resources", { targetType: "/AWS::S3::Bucket" }, "has the target type /AWS::S3::Bucket"],
    ["no target type", { targetType: undefined }, "has no target type"],
    ["no such parameter", { content: "schemaVersion: '0.3'" }, "is unknown to version 1"],
  ])("names %s of the deployed version", async (_, changes, message) => {
    const found = await findings(targetParameter, planted(changes));
    expect(found.map((finding) => finding.message)).toEqual([expect.stringContaining(message)]);
    expect(brief(found)).toEqual([["error", MANAGEMENT, "administrator"]]);
  });

  it("of a version that one has named is mended by another request", async () => {
    const [finding] = await findings(targetParameter, {
      ...planted({ targetType: "/AWS::S3::Bucket" }),
      request: { documentVersion: "1" },
    });
    expect([finding?.remedy, finding?.mend]).toEqual([
      "Leave out --document-version: the repository's runbook is right.",
      undefined,
    ]);
  });

  it("needs no target type for targets that are named by their ids", async () => {
    const targets = [{ Key: "ParameterValues", Values: ["i-0123456789abcdef0"] }];
    expect(await findings(targetParameter, { ...planted({ targetType: undefined }), request: { targets } })).toEqual(
      [],
    );
  });

  it("is not asked for if the runbook runs once in each account", async () => {
    const request = { targetParameter: undefined };
    expect(await findings(targetParameter, { ...planted({ targetType: undefined }), request })).toEqual([]);
  });
});
