import { lineOf, onlyProblem, problems } from "../fleet-file";
import { LOCK, lockWith, selecting } from "../lock-fixture";

const fault = (lines: string, lock = lockWith()) => onlyProblem(selecting(lines), lock);

describe("a selector", () => {
  it.each([
    [
      "include: [{ou: workload}]",
      'include[0].ou is "workload", which fleet.lock.yaml does not have.',
      'Did you mean "workloads"?',
    ],
    [
      "include: [{account: app-dv}]",
      'include[0].account is "app-dv"; fleet.lock.yaml has no account of that id or name.',
      'Did you mean "app-dev"?',
    ],
    [
      "include: [{tag: {ssm: manged}}]",
      "include[0] selects no account: none has the tag ssm=manged on AWS.",
      'Did you mean "ssm=managed"?',
    ],
    [
      "include: [{account: management}]",
      "include[0].account is the management account.",
      "Remove it: `managementAccount` has its settings, and `target: true` there makes it a target.",
    ],
    [
      "include: [{ou: root}]\nexclude: [{ou: root}]",
      "exclude[0] selects the unit root, as include[0] does already.",
      "Remove one of the two: `exclude` prevails over `include`.",
    ],
    [
      "include: [{ou: root}, {ou: root}]",
      "include[1] selects the unit root, as include[0] does already.",
      "Remove it.",
    ],
    [
      "include: [{ou: root}]\nexclude: [{ou: workloads}, {ou: sandbox}, {account: audit}]",
      "`include` and `exclude` leave no account that is active.",
      "Select a unit, a tag or an account of the lock file; `root` is the whole organization.",
    ],
    [
      "include: [{ou: root, account: audit}]",
      'include[0] is {"ou":"root","account":"audit"}: expected exactly one of ou, tag and account.',
      "Write one selector for each: [{ou: workloads}, {tag: {ssm: managed}}].",
    ],
  ])("%s is refused", (lines, message, remedy) => {
    expect(fault(lines)).toMatchObject({ message, remedy });
  });

  it("that names a renamed or moved unit is told its path now", () => {
    expect(fault("include: [{ou: production}]").remedy).toBe(
      'Did you mean "workloads/production"? A unit that was renamed or moved on AWS has another path; its id stays.',
    );
  });

  it("may be a unit without accounts, which may get one tomorrow", () => {
    const empty = lockWith(
      {},
      {
        organizationalUnits: { ...LOCK.organizationalUnits, "ou-flt1-newunitx": { name: "new", parent: "r-flt1" } },
      },
    );
    expect(problems(selecting("include: [{ou: workloads}, {ou: new}]"), empty)).toEqual([]);
  });

  it.each([
    ["666666666666", "old (666666666666), which is suspended in fleet.lock.yaml: AWS has suspended it."],
    [
      "777777777777",
      "lost (777777777777), which is gone in fleet.lock.yaml: AWS no longer lists it: it was closed for good, or it has left the organization.",
    ],
  ])("that names an account that is not active, %s, is refused", (id, message) => {
    const { place, message: found } = fault(`include:\n  - ou: root\n  - account: "${id}"`);
    expect(found).toBe(`include[1].account is ${message}`);
    expect(place).toBe(
      `fleet.yaml:${lineOf(`account: "${id}"`, selecting(`include:\n  - ou: root\n  - account: "${id}"`))}:14`,
    );
  });

  it("with a name that two accounts have on AWS has to be more precise", () => {
    const twins = lockWith({ "888888888888": { ...LOCK.accounts["888888888888"]!, name: "App / Dev" } });
    expect(fault("include: [{account: App / Dev}]", twins)).toMatchObject({
      message:
        'include[0].account is "App / Dev", the name of 2 accounts on AWS: app-dev (222222222222) and audit (888888888888).',
      remedy: "Write the id or the stack name of the one that is meant.",
    });
  });
});

describe("settings that are equally near to an account", () => {
  it("may not set one thing differently", () => {
    const lines =
      'include: [{ou: root}]\nsettings:\n  - {for: {tag: {ssm: managed}}, tags: {team: a}}\n  - {for: {tag: {tier: "1"}}, tags: {team: b}}';
    expect(fault(lines)).toMatchObject({
      message:
        "settings[1].tags.team contradicts settings[0].tags.team: the tag ssm=managed and the tag tier=1 are equally near to app-prod (333333333333).",
      remedy: "Set it in one of the two, or for the account itself: {for: {account: app-prod}, …}.",
    });
  });

  it("may not both want and not want a target", () => {
    const lines =
      'include: [{ou: root}]\nsettings: [{for: {tag: {ssm: managed}}, ec2Target: false}, {for: {tag: {tier: "1"}}, ec2Target: {instanceType: t4g.small}}]';
    expect(fault(lines).message).toContain("settings[1].ec2Target.instanceType contradicts settings[0].ec2Target:");
  });

  it("may set different things, or the same thing alike", () => {
    const lines =
      'include: [{ou: root}]\nsettings: [{for: {tag: {ssm: managed}}, tags: {team: a}}, {for: {tag: {tier: "1"}}, tags: {team: a, stage: prod}}]';
    expect(problems(selecting(lines), lockWith())).toEqual([]);
  });
});

describe("a fault of settings", () => {
  it("is at its place in the fleet file, once for all accounts that have it", () => {
    const file = selecting("include: [{ou: root}]\nsettings:\n  - for: {ou: root}\n    regions: [eu-west-1]");
    expect(onlyProblem(file, lockWith())).toMatchObject({
      place: `fleet.yaml:${lineOf("regions: [eu-west-1]", file)}:15`,
      message: 'settings[0].regions[0] is "eu-west-1", which is not one of the fleet\'s Regions: ap-northeast-1.',
    });
  });

  it("is at the line of the lock file if that has the value", () => {
    const lock = lockWith({ "222222222222": { ...LOCK.accounts["222222222222"]!, stack: "partner" } });
    const problem = fault("include: [{ou: workloads}]", lock);
    expect(problem).toMatchObject({
      place: expect.stringMatching(/^fleet\.yaml:/) as string,
      message:
        'externalAccounts[0].name is "partner", which the stack name of account partner (222222222222) already uses; expected a different name for each account.',
    });
  });

  it("names the place of each of two settings that do not fit", () => {
    const file = selecting(
      "include: [{ou: root}]\nsettings:\n  - for: {ou: workloads}\n    ec2Target: {vpcCidr: 10.1.0.0/16}\n  - for: {account: app-prod}\n    ec2Target: {subnetCidr: 10.2.0.0/24}",
    );
    for (const { place, message } of problems(file, lockWith())) {
      expect(message).not.toContain("memberAccounts");
      expect(place).toMatch(/^fleet\.yaml:/);
    }
    expect(problems(file, lockWith()).length).toBeGreaterThan(0);
  });
});

describe("a fleet file with include", () => {
  it("needs its lock file", () => {
    expect(onlyProblem(selecting("include: [{ou: root}]"))).toMatchObject({
      place: "fleet.lock.yaml",
      message: "There is no lock file here.",
      remedy:
        "Write it: `npm run fleetbook -- sync` reads the organization from AWS. The fleet file has `include`, which selects accounts of the lock file.",
    });
  });

  it("may not list accounts as well", () => {
    expect(fault("include: [{ou: root}]\nmemberAccounts: []").message).toBe(
      "The file has `memberAccounts` and `include`: it either lists its accounts or selects them from the lock file.",
    );
  });

  it("may not be of another organization than the lock file", () => {
    const other = lockWith({}, { organization: { ...LOCK.organization, id: "o-anotherone1" } });
    expect(fault("include: [{ou: root}]", other)).toMatchObject({
      message: "organization.id is o-fleetbook01; fleet.lock.yaml is of an organization in which it is o-anotherone1.",
    });
  });
});

describe("a fleet file without include", () => {
  it("has no use for settings and exclude", () => {
    const file = selecting("memberAccounts: []\nsettings: []\nexclude: []").replace(
      "  id: o-fleetbook01\n",
      "  id: o-fleetbook01\n  rootId: r-flt1\n",
    );
    expect(problems(file).map(({ message }) => message)).toEqual([
      "`settings` is for accounts that `include` selects, and the file has no `include`.",
      "`exclude` is for accounts that `include` selects, and the file has no `include`.",
    ]);
  });

  it("has to list its accounts and name its root", () => {
    expect(problems(selecting("")).map(({ message }) => message)).toEqual([
      'The file lacks the key "memberAccounts".',
      'organization lacks the key "rootId".',
    ]);
  });
});
