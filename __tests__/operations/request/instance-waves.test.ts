import { ConfigurationError, OperationError } from "../../../src/diagnostics/errors";
import type { Fleet } from "../../../src/fleet/model";
import { withListedInstances } from "../../../src/operations/request/instance-waves";
import { wavesFrom } from "../../../src/operations/request/waves";
import { faults, fleet, largeFleet, resolved } from "./requests";

const ids = (account: string, count: number) =>
  Array.from({ length: count }, (_, index) => `i-${account}${String(index).padStart(3, "0")}`);

/** A start in waves, with this many instances in each account. */
function listed(text: string, counts: (account: string) => number, of: Fleet = fleet) {
  const waves = wavesFrom(text, {});
  const request = resolved({ waves: [...waves] }, of);
  const places = request.places.map((place) => ({
    ...place,
    instances: ids(place.account.name, counts(place.account.name)),
  }));
  return withListedInstances(of, request, waves, places);
}

/** How many instances of each account each wave has. */
const sizes = (text: string, counts: (account: string) => number, of?: Fleet) =>
  (listed(text, counts, of).waves ?? []).map(({ name, places }) => [
    name,
    Object.fromEntries(places.map(({ account, instances = [] }) => [account.name, instances.length])),
  ]);

describe("waves that take shares of the instances", () => {
  it("take the share of each account, those of earlier waves included", () => {
    expect(sizes("25% of instances, 50% of instances, 100% of instances", () => 8)).toEqual([
      ["25% of instances", { "app-dev": 2, "app-staging": 2, "app-prod": 2 }],
      ["50% of instances", { "app-dev": 2, "app-staging": 2, "app-prod": 2 }],
      ["100% of instances", { "app-dev": 4, "app-staging": 4, "app-prod": 4 }],
    ]);
  });

  it("come after waves of accounts, and before them", () => {
    const counts = (account: string) => (account === "app-prod" ? 2 : 4);
    expect(sizes("canary=ou:workloads/production, half=50% of instances, rest=100%", counts)).toEqual([
      ["canary", { "app-prod": 2 }],
      ["half", { "app-dev": 2, "app-staging": 1 }],
      ["rest", { "app-dev": 2, "app-staging": 3 }],
    ]);
  });

  it("take a share of all where an account has too few instances for one", () => {
    const waves = listed("25% of instances, 100% of instances", () => 1, largeFleet(200)).waves ?? [];
    expect(waves.map(({ places }) => places.length)).toEqual([50, 150]);
  });

  it.each([1, 7, 19, 64])("have every instance exactly once: %d per cent first", (percent) => {
    const counts = (account: string) => (Number(account.slice("member-".length)) * 7) % 13;
    const of = largeFleet(30);
    const { waves = [], places } = listed(`${percent}% of instances, 100% of instances`, counts, of);
    const all = waves.flatMap((wave) => wave.places.flatMap(({ instances = [] }) => instances));
    expect(all.toSorted()).toEqual(places.flatMap(({ instances = [] }) => instances).toSorted());
    expect(new Set(all).size).toBe(all.length);
    const first = waves[0]?.places.reduce((sum, { instances = [] }) => sum + instances.length, 0);
    expect(first).toBe(Math.ceil((all.length * percent) / 100));
  });

  it("are the same for the same instances, in whatever order AWS lists them", () => {
    const waves = wavesFrom("40% of instances, 100% of instances", {});
    const request = resolved({ waves: [...waves] });
    const of = (instances: readonly string[]) =>
      withListedInstances(
        fleet,
        request,
        waves,
        request.places.map((place) => ({ ...place, instances })),
      ).waves;
    expect(of(["i-1", "i-2", "i-3"])).toEqual(of(["i-3", "i-1", "i-2"]));
  });

  it("leave out accounts without an instance, which is said", () => {
    const { places, leftOut } = listed("100% of instances", (account) => (account === "app-dev" ? 0 : 3));
    expect(places.map(({ account }) => account.name)).toEqual(["app-staging", "app-prod"]);
    expect(leftOut?.map(({ name }) => name)).toEqual(["app-dev"]);
  });

  it.each([
    ["50% of instances", "The waves leave out 6 instances of the run."],
    [
      "ou:workloads/production, 30% of instances, 100% of instances",
      "The wave 30% of instances selects no instance: before it, 4 of 12 instances have had their turn.",
    ],
  ])("that do not add up are refused: %s", (text, message) => {
    expect(() => listed(text, () => 4)).toThrow(ConfigurationError);
    expect(() => listed(text, () => 4)).toThrow(message);
  });

  it("have nothing to start where there is no instance", () => {
    expect(() => listed("100% of instances", () => 0)).toThrow(OperationError);
  });

  it("are checked as far as possible before the instances are listed", () => {
    const messages = (text: string) => faults({ waves: [...wavesFrom(text, {})] }).map(({ message }) => message);
    expect(messages("ou:nowhere, 100% of instances")).toEqual([
      'The organization of the fleet file has no organizational unit "nowhere".',
    ]);
    expect(faults({ waves: [{ share: "50%", instances: "50%" }] })).toMatchObject([
      { message: expect.stringContaining("a wave selects accounts or has a share") as string },
    ]);
  });
});
