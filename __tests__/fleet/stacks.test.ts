import { fleetStacks } from "../../src/fleet/stacks";
import { EXAMPLE, example, load } from "./fleet-file";

/** Names of the fleet's stacks, those of state buckets left out; empty ones in parentheses. */
const stacksOf = (file: string): readonly string[] =>
  fleetStacks(load(file))
    .filter(({ concern }) => concern !== "state")
    .map(({ name, isEmpty }) => (isEmpty ? `(${name})` : name));
const of = (account: string, file: string): readonly string[] =>
  stacksOf(file).filter((name) => name.includes(account));

describe("the stacks of a fleet", () => {
  it("are those of each account, with states whose keys have no name in them", () => {
    expect(fleetStacks(load(EXAMPLE)).map(({ account, key, name }) => [account.name, key, name])).toEqual([
      ["management", "administrator.tfstate", "administrator"],
      ["management", "state.tfstate", "state-management"],
      ["app-dev", "member.tfstate", "member-app-dev"],
      ["app-dev", "target.tfstate", "target-app-dev"],
      ["app-dev", "guards.tfstate", "guards-app-dev"],
      ["app-dev", "state.tfstate", "state-app-dev"],
      ["app-staging", "member.tfstate", "member-app-staging"],
      ["app-staging", "target.tfstate", "target-app-staging"],
      ["app-staging", "state.tfstate", "state-app-staging"],
      ["app-prod", "member.tfstate", "member-app-prod"],
      ["app-prod", "target.tfstate", "target-app-prod"],
      ["app-prod", "state.tfstate", "state-app-prod"],
    ]);
  });

  it("include one with the roles of workflows, if the file has them", () => {
    const file = example(["homeRegion:", "pipeline: {github: {repository: o/r}}\nhomeRegion:"]);
    expect(fleetStacks(load(file)).find(({ concern }) => concern === "pipeline")).toMatchObject({
      ...{ name: "pipeline", key: "pipeline.tfstate", account: { name: "management" }, isEmpty: false },
    });
  });

  it.each([
    ["true", { name: "organization", key: "organization.tfstate", isEmpty: false }],
    ["false", { name: "organization", key: "organization.tfstate", isEmpty: true }],
  ])("include one that registers a delegated administrator, if the file says so: %s", (registers, stack) => {
    const delegated = `administratorAccount: app-dev\nregisterDelegatedAdministrator: ${registers}\nhomeRegion:`;
    const found = fleetStacks(load(example(["homeRegion:", delegated])));
    expect(found.find(({ concern }) => concern === "organization")).toMatchObject({
      ...{ ...stack, account: { name: "management" } },
    });
    const byOthers = example(["homeRegion:", "administratorAccount: app-dev\nhomeRegion:"]);
    expect(stacksOf(byOthers)).not.toContain("organization");
  });

  it("are empty in a retired account: one of every kind", () => {
    const file = example(["    name: app-prod\n", "    name: app-prod\n    retired: true\n"]);
    expect(of("app-prod", file)).toEqual(["(member-app-prod)", "(target-app-prod)", "(guards-app-prod)"]);
  });

  it.each([
    ["ec2Target: false", ["member-app-prod", "(target-app-prod)"]],
    ["blockPublicSharing: false", ["member-app-prod", "target-app-prod", "(guards-app-prod)"]],
    ["blockPublicSharing: {images: false}", ["member-app-prod", "target-app-prod", "(guards-app-prod)"]],
  ])("keep the one that `%s` switches off, empty", (setting, stacks) => {
    const file = example(["    name: app-prod\n", `    name: app-prod\n    ${setting}\n`]);
    expect(of("app-prod", file)).toEqual(stacks);
  });

  it("keep the management account's member stack, empty, if `target: false` switches it off", () => {
    const file = example(["  name: management\n", "  name: management\n  target: false\n"]);
    expect(of("management", file)).toEqual(["(member-management)"]);
    expect(of("management", EXAMPLE)).toEqual([]);
  });
});
