import { load } from "../fleet-file";
import { LOCK, lockWith, selecting } from "../lock-fixture";

const names = (lines: string, lock = lockWith()): readonly string[] =>
  load(selecting(lines), lock).memberAccounts.map(({ name }) => name);

describe("include", () => {
  it("selects the active accounts of a unit and of the units below it", () => {
    expect(names("include: [{ou: workloads}]")).toEqual(["app-dev", "app-prod"]);
    expect(names("include: [{ou: workloads/production}]")).toEqual(["app-prod"]);
    expect(names("include: [{ou: ou-flt1-sandboxx}]")).toEqual(["play"]);
  });

  it("selects the whole organization but the management account, which has a block of its own", () => {
    expect(names("include: [{ou: root}]")).toEqual(["app-dev", "app-prod", "play", "audit"]);
  });

  it("selects the accounts that have all tags of a selector", () => {
    expect(names("include: [{tag: {ssm: managed}}]")).toEqual(["app-dev", "app-prod", "play"]);
    expect(names('include: [{tag: {ssm: managed, tier: "1"}}]')).toEqual(["app-prod"]);
  });

  it("selects an account by its id, its stack name or its name on AWS", () => {
    expect(names('include: [{account: "888888888888"}, {account: play}, {account: App / Dev}]')).toEqual([
      ...["app-dev", "play", "audit"],
    ]);
  });

  it("takes an account that several selectors select once", () => {
    expect(names("include: [{ou: workloads}, {tag: {ssm: managed}}]")).toEqual(["app-dev", "app-prod", "play"]);
  });

  it("gives way to exclude", () => {
    expect(names("include: [{ou: root}]\nexclude: [{ou: sandbox}, {account: audit}]")).toEqual(["app-dev", "app-prod"]);
  });

  it("names accounts by their stack names, whatever they are called on AWS", () => {
    const renamed = lockWith({ "222222222222": { ...LOCK.accounts["222222222222"]!, name: "Something else" } });
    expect(names("include: [{ou: workloads}]", renamed)).toEqual(["app-dev", "app-prod"]);
  });

  it("puts accounts into the units of the lock file", () => {
    const fleet = load(selecting("include: [{ou: root}]"), lockWith());
    expect(fleet.organization).toEqual({
      id: "o-fleetbook01",
      rootId: "r-flt1",
      organizationalUnits: [
        { id: "ou-flt1-sandboxx", name: "sandbox", path: "sandbox", parentId: "r-flt1" },
        { id: "ou-flt1-workload", name: "workloads", path: "workloads", parentId: "r-flt1" },
        { id: "ou-flt1-producti", name: "production", path: "workloads/production", parentId: "ou-flt1-workload" },
      ],
    });
    expect(fleet.memberAccounts.map(({ parentId }) => parentId)).toEqual([
      ...["ou-flt1-workload", "ou-flt1-producti", "ou-flt1-sandboxx", "r-flt1"],
    ]);
  });

  it("keeps an account that is selected and not active out of the fleet, and known", () => {
    const fleet = load(selecting("include: [{ou: workloads}]"), lockWith());
    expect(
      fleet.lock?.accounts.filter(({ isSelected }) => isSelected).map(({ stack, state }) => [stack, state]),
    ).toEqual([
      ["management", "active"],
      ["app-dev", "active"],
      ["app-prod", "active"],
      ["old", "suspended"],
      ["lost", "gone"],
    ]);
  });

  it("writes a slash in the name of a unit as %2F in its path", () => {
    const slash = lockWith(
      {},
      {
        organizationalUnits: {
          ...LOCK.organizationalUnits,
          "ou-flt1-producti": { name: "a/b", parent: "ou-flt1-workload" },
        },
      },
    );
    expect(names("include: [{ou: workloads/a%2Fb}]", slash)).toEqual(["app-prod"]);
  });
});

describe("settings", () => {
  const tagsOf = (settings: string) =>
    Object.fromEntries(
      load(selecting(`include: [{ou: root}]\nsettings:\n${settings}`), lockWith()).memberAccounts.map((account) => [
        account.name,
        account.tags["from"],
      ]),
    );

  it("are those of the nearest entry: account, tag, deeper unit, shallower unit", () => {
    expect(
      tagsOf(
        [
          "  - {for: {account: play}, tags: {from: account}}",
          '  - {for: {tag: {tier: "1"}}, tags: {from: tag}}',
          "  - {for: {ou: workloads/production}, tags: {from: production}}",
          "  - {for: {ou: workloads}, tags: {from: workloads}}",
          "  - {for: {ou: sandbox}, tags: {from: sandbox}}",
          "  - {for: {ou: root}, tags: {from: root}}",
        ].join("\n"),
      ),
    ).toEqual({ "app-dev": "workloads", "app-prod": "tag", play: "account", audit: "root" });
  });

  it("override the defaults, which keep what no entry sets", () => {
    const [dev] = load(
      selecting("include: [{ou: root}]\nsettings: [{for: {ou: workloads}, tags: {stage: dev}}]"),
      lockWith(),
    ).memberAccounts;
    expect(dev?.tags).toEqual({ project: "fleetbook", stage: "dev" });
  });

  it("merge maps key by key and replace lists", () => {
    const [dev] = load(
      selecting(
        [
          "include: [{ou: root}]",
          "settings:",
          "  - for: {ou: root}",
          "    runbooks: [check-os]",
          "    roles: {path: /far/, tags: {a: far, b: far}}",
          "    ec2Target: {instanceType: t4g.small, tags: {role: web}}",
          "  - for: {ou: workloads}",
          "    runbooks: [check-os-windows]",
          "    roles: {tags: {b: near}}",
          "    ec2Target: {encryptedRootVolume: false}",
        ].join("\n"),
      ),
      lockWith(),
    ).memberAccounts;
    expect(dev).toMatchObject({
      runbooks: [{ name: "check-os-windows" }],
      roles: { path: "/far/", tags: { a: "far", b: "near" } },
      ec2Targets: [
        {
          ...{ instanceType: "t4g.small", encryptedRootVolume: false },
          tags: { "ssm-automation": "true", role: "web" },
        },
      ],
    });
  });

  it("merge the maps of deploy roles, and begin anew after a name", () => {
    const roleOf = (far: string) =>
      load(
        selecting(
          `include: [{ou: root}]\nsettings:\n  - {for: {ou: root}, deployRole: {externalId: far-1, name: Root}}\n  - {for: {ou: workloads}, deployRole: ${far}}\n  - {for: {account: app-prod}, deployRole: {path: /near/}}`,
        ),
        lockWith(),
      ).memberAccounts[1]?.deployRole;
    expect(roleOf("{name: Middle}")).toMatchObject({ name: "Middle", path: "/near/", externalId: "far-1" });
    expect(roleOf("Middle")).toMatchObject({ path: "/near/", externalId: undefined });
  });

  it("can take a target back and give it again", () => {
    const targets = load(
      selecting(
        "include: [{ou: root}]\nsettings: [{for: {ou: root}, ec2Target: false}, {for: {ou: workloads}, ec2Target: true}]",
      ),
      lockWith(),
    ).memberAccounts.map(({ name, ec2Targets }) => [name, ec2Targets[0]?.tags]);
    const tags = { "ssm-automation": "true" };
    expect(targets).toEqual([
      ...[
        ["app-dev", tags],
        ["app-prod", tags],
      ],
      ...[
        ["play", undefined],
        ["audit", undefined],
      ],
    ]);
  });

  it("can retire the accounts of a unit", () => {
    const fleet = load(selecting("include: [{ou: root}]\nsettings: [{for: {ou: sandbox}, retired: true}]"), lockWith());
    expect(fleet.memberAccounts.map(({ name, isTarget }) => [name, isTarget])).toEqual([
      ...[
        ["app-dev", true],
        ["app-prod", true],
      ],
      ...[
        ["play", false],
        ["audit", true],
      ],
    ]);
  });
});
