import { runbookMissing } from "../../../../src/operations/preview/probes/runbook-missing";
import { twoRegionFleet } from "../../../stacks/example-fleet";
import { brief, deployed, findings, MANAGEMENT, REGION } from "../fake-preview";

const everywhere = {
  fleet: twoRegionFleet,
  request: {
    places: twoRegionFleet.memberAccounts.flatMap((account) => account.regions.map((region) => ({ account, region }))),
  },
};

describe("the probe of the runbook", () => {
  it("finds nothing if every Region has it", async () => {
    expect(await findings(runbookMissing, everywhere)).toEqual([]);
  });

  it("names each Region without it once, and the stack that has it", async () => {
    const document = (_name: string, _version: string | undefined, region: string) =>
      Promise.resolve(region === REGION ? deployed : undefined);
    const found = await findings(runbookMissing, { ...everywhere, document });
    expect(found.map(({ place }) => place.region)).toEqual(["us-east-1"]);
    expect(brief(found)).toEqual([["error", MANAGEMENT, "administrator"]]);
  });

  it("tells a missing version from a missing runbook", async () => {
    const [finding] = await findings(runbookMissing, { request: { documentVersion: "9" } });
    expect(finding?.message).toBe("The runbook check-os has no version 9; its default version is 1.");
  });

  it("says that a runbook has to be a central one if the fleet file does not name it", async () => {
    const document = () => Promise.resolve(undefined);
    const [finding] = await findings(runbookMissing, { document, request: { documentName: "restart-service" } });
    expect(finding?.remedy).toContain("Add restart-service to centralRunbooks");
  });
});
