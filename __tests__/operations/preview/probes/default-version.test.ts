import { defaultVersion } from "../../../../src/operations/preview/probes/default-version";
import { brief, deployed, findings, MANAGEMENT, versions } from "../fake-preview";

const OTHER = deployed.content.replace("timeoutSeconds: 10", "timeoutSeconds: 11");
const makeDefault = (version: string) =>
  `aws ssm update-document-default-version --name check-os --document-version ${version} --region ap-northeast-1`;

describe("the probe of the default version", () => {
  it("finds nothing if the default version is the repository's, in whatever format", async () => {
    const { parse } = await import("yaml");
    const json = JSON.stringify(parse(deployed.content));
    expect(await findings(defaultVersion, versions({ 1: json }, "1"))).toEqual([]);
  });

  it("makes the repository's version the default if it is deployed already", async () => {
    const found = await findings(defaultVersion, versions({ 1: OTHER, 2: deployed.content }, "1"));
    expect(brief(found)).toEqual([["warning", MANAGEMENT, makeDefault("2")]]);
  });

  it("makes an earlier version the default that is the repository's, because AWS takes no content twice", async () => {
    const found = await findings(defaultVersion, versions({ 1: deployed.content, 2: OTHER }, "2"));
    expect(brief(found)).toEqual([["warning", MANAGEMENT, makeDefault("1")]]);
    expect(found[0]?.remedy).toContain("Version 2 stays the newest, which Terraform cannot replace");
  });

  it("deploys the administrator stack if no version is the repository's", async () => {
    expect(brief(await findings(defaultVersion, versions({ 1: OTHER, 2: OTHER }, "2")))).toEqual([
      ["warning", MANAGEMENT, "administrator"],
    ]);
  });

  it("makes the newest version the default before, because Terraform can update no other", async () => {
    expect(brief(await findings(defaultVersion, versions({ 1: OTHER, 2: OTHER }, "1")))).toEqual([
      ["warning", MANAGEMENT, makeDefault("2"), "administrator"],
    ]);
  });

  it("says of a version that one has named that it is another one, and mends nothing", async () => {
    const [finding] = await findings(defaultVersion, {
      ...versions({ 1: OTHER, 2: deployed.content }, "2"),
      request: { documentVersion: "1" },
    });
    expect([finding?.message, finding?.mend]).toEqual([
      "Version 1 of check-os is not the one in the repository.",
      undefined,
    ]);
  });
});
