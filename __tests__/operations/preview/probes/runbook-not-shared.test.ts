import { runbookNotShared } from "../../../../src/operations/preview/probes/runbook-not-shared";
import { brief, DEV, findings, PROD, STAGING } from "../fake-preview";

describe("the probe of sharing", () => {
  it("finds nothing if the runbook is shared with every account, or with everybody", async () => {
    expect(await findings(runbookNotShared)).toEqual([]);
    expect(await findings(runbookNotShared, { sharedWith: () => Promise.resolve(["All"]) })).toEqual([]);
  });

  it("names each account that the runbook is not shared with, and the wrong cause that AWS would give", async () => {
    const found = await findings(runbookNotShared, { sharedWith: () => Promise.resolve([DEV]) });
    expect(brief(found)).toEqual([
      ["error", STAGING, "administrator"],
      ["error", PROD, "administrator"],
    ]);
    expect(found[0]?.message).toContain("AWS would say that the execution role cannot be assumed.");
  });

  it("asks for no sharing of Amazon's runbooks, nor of one that is missing", async () => {
    const sharedWith = () => Promise.resolve([]);
    const amazons = { documentName: "AWS-RestartEC2Instance" };
    expect(await findings(runbookNotShared, { sharedWith, request: amazons })).toEqual([]);
    expect(await findings(runbookNotShared, { sharedWith, document: () => Promise.resolve(undefined) })).toEqual([]);
  });
});
