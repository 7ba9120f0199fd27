import type { Account, Fleet } from "../../src/fleet/model";
import { fleetStacks } from "../../src/fleet/stacks";
import { exampleFleet, inRegions, resources, synthesizeAll, twoRegionFleet, variations } from "./example-fleet";
import type { StackJson } from "./example-fleet";

/** The fleet with its account app-dev changed as the fleet file's resolution changes it. */
const withDev = (fleet: Fleet, changes: Partial<Account>): Fleet => ({
  ...fleet,
  memberAccounts: fleet.memberAccounts.map((each) => (each.name === "app-dev" ? { ...each, ...changes } : each)),
});
const retired = withDev(twoRegionFleet, {
  ...{ isTarget: false, runbooks: [], ec2Targets: [], amiSharing: undefined, blockPublicSharing: undefined },
  emptyStacks: ["member", "target", "guards"],
});
const before = synthesizeAll(twoRegionFleet);

function stackOf(stacks: ReadonlyMap<string, StackJson>, name: string): StackJson {
  const stack = stacks.get(name);
  if (stack === undefined) throw new Error(`no stack ${name}`);
  return stack;
}
/** The Regions of the providers that the stack's resources use. */
const regionsUsed = (stack: StackJson): readonly string[] =>
  [...new Set(resources(stack).map(([, { provider }]) => String(provider).split("_")[1] ?? ""))].sort();

describe("an empty stack", () => {
  const stacks = synthesizeAll(retired);

  it.each(["member-app-dev", "target-app-dev", "guards-app-dev"])(
    "has no resource, and the providers and the state that it had before (%s)",
    (name) => {
      expect(resources(stackOf(before, name))).not.toEqual([]);
      expect(stackOf(stacks, name)).not.toHaveProperty("resource");
      expect(stackOf(stacks, name).provider).toEqual(stackOf(before, name).provider);
      expect(stackOf(stacks, name).terraform).toEqual(stackOf(before, name).terraform);
    },
  );

  it("belongs to an account that no runbook is shared with", () => {
    expect(JSON.stringify(stackOf(before, "administrator"))).toContain("222222222222");
    expect(JSON.stringify(stackOf(stacks, "administrator"))).not.toContain("222222222222");
  });
});

describe("a stack in a Region that it leaves", () => {
  it("keeps the Region's provider and has no resource there", () => {
    const left = { ...inRegions(twoRegionFleet, ["ap-northeast-1"]), retiredRegions: ["us-east-1"] };
    for (const [name, stack] of synthesizeAll(left)) {
      expect([name, stack.provider]).toEqual([name, stackOf(before, name).provider]);
      expect([name, regionsUsed(stack)]).toEqual([name, ["ap-northeast-1"]]);
    }
  });

  it("keeps the provider if only the account leaves the Region; IAM stays in the home Region's", () => {
    const left = synthesizeAll(withDev(twoRegionFleet, { regions: ["us-east-1"] }));
    for (const [name, stack] of left) {
      expect([name, stack.provider]).toEqual([name, stackOf(before, name).provider]);
      if (!name.endsWith("-app-dev") || name.startsWith("state-")) expect(stack).toEqual(stackOf(before, name));
    }
    const ofHome = ["member-app-dev", "target-app-dev", "guards-app-dev"].map((name) =>
      resources(stackOf(left, name)).filter(([, { provider }]) => String(provider).endsWith("_ap-northeast-1")),
    );
    const types = ofHome.map((found) => found.map(([address]) => address.split(".")[0] ?? ""));
    expect(types.flat().filter((type) => !type.startsWith("aws_iam_"))).toEqual([]);
    expect(types.map((found) => found.length > 0)).toEqual([true, true, false]);
  });
});

describe("a rename", () => {
  it("changes the names of an account's stacks, and in them only Name tags and descriptions", () => {
    const [old, renamed] = [exampleFleet, withDev(exampleFleet, { name: "app-test" })].map(synthesizeAll);
    for (const concern of ["member", "target", "guards", "state"]) {
      const [had, has] = [[old, "app-dev"] as const, [renamed, "app-test"] as const].map(([stacks, name]) =>
        // cdktf's notes for people: Terraform ignores the key "//".
        JSON.stringify(
          stackOf(stacks ?? new Map(), `${concern}-${name}`),
          (key, value: unknown) => (key === "//" ? 0 : value),
          1,
        ).split("\n"),
      );
      const changed = (has ?? [])
        .filter((line, index) => line !== had?.[index])
        .map((line) => line.trim().split(":")[0]);
      expect(has).toHaveLength(had?.length ?? 0);
      expect(changed.filter((key) => key !== '"Name"' && key !== '"description"')).toEqual([]);
    }
  });
});

it.each([...variations.slice(0, 4), ["a retired account", retired] as const])(
  "the app has the stacks that src/fleet/stacks.ts names (%s)",
  (_what, fleet) => {
    const named = fleetStacks(fleet).map(({ name }) => name);
    expect([...synthesizeAll(fleet).keys()].sort()).toEqual([...named].sort());
  },
);
