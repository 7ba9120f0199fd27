import { noInstance } from "../../../../src/operations/preview/probes/no-instance";
import { accountOf, exampleFleet } from "../../../stacks/example-fleet";
import { brief, DEV, findings, instanceOf, PROD, REGION, STAGING } from "../fake-preview";

const none = { instances: () => Promise.resolve([]) };

describe("the probe of targets", () => {
  it("finds nothing if each account has an instance that matches", async () => {
    expect(await findings(noInstance)).toEqual([]);
  });

  it("warns of an account without one, and gives the stack whose instances have the tag", async () => {
    const found = await findings(noInstance, { at: { [DEV]: none } });
    expect(brief(found)).toEqual([["warning", DEV, "target-app-dev"]]);
    expect(found[0]?.message).toBe("No instance has the tag ssm-automation=true, so nothing runs there.");
  });

  it("is an error if no account has one, and says how to tag one", async () => {
    const targets = [{ Key: "tag:role", Values: ["web", "api"] }];
    const found = await findings(noInstance, {
      at: { [DEV]: none, [STAGING]: none, [PROD]: none },
      request: { targets },
    });
    expect(found.map(({ severity }) => severity)).toEqual(["error", "error", "error"]);
    expect(found[0]?.message).toContain("role=web or api");
    expect(found[0]?.remedy).toContain("aws ec2 create-tags --resources ID --tags Key=role,Value=web");
  });

  it("names each id that does not exist there", async () => {
    const places = [
      { account: accountOf(exampleFleet, "app-dev"), region: REGION, instances: [instanceOf(DEV), "i-gone"] },
    ];
    const found = await findings(noInstance, { request: { places, targets: [] } });
    expect(found.map(({ place }) => place.instance)).toEqual(["i-gone"]);
  });
});
