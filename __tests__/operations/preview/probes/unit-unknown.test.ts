import { unitUnknown } from "../../../../src/operations/preview/probes/unit-unknown";
import { unreadableBecause } from "../../../../src/operations/collect/unreadable";
import { findings } from "../fake-preview";

describe("the probe of units", () => {
  it("finds nothing if the organization has every unit of the request", async () => {
    expect(await findings(unitUnknown)).toEqual([]);
  });

  it("names a unit that the organization does not have, and where to look for the right one", async () => {
    const accountsIn = (id: string) => Promise.resolve(id === "ou-flt1-producti" ? undefined : []);
    const found = await findings(unitUnknown, { accountsIn });
    expect(found.map(({ message, remedy }) => [message, remedy])).toEqual([
      [
        expect.stringContaining("no unit ou-flt1-producti (workloads/production in the fleet file)"),
        expect.stringContaining("list-organizational-units-for-parent --parent-id ou-flt1-workload"),
      ],
    ]);
  });

  it("does not take a refusal for an unknown unit", async () => {
    const accountsIn = () => Promise.reject(unreadableBecause("access-denied", "AccessDenied"));
    expect(await findings(unitUnknown, { accountsIn })).toEqual([]);
  });
});
