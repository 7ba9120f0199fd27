import { example, load, onlyProblem } from "../fleet-file";

const retired = (...others: readonly (readonly [string, string])[]): string =>
  example(["    name: app-prod\n", "    name: app-prod\n    retired: true\n"], ...others);

describe("a retired account", () => {
  it("has no part in anything, whatever its other settings and the defaults say", () => {
    const file = retired([
      "    ou: workloads/production\n",
      "    runbooks: [check-os]\n    blockPublicSharing: true\n    amiSharing: {shareWith: [partner]}\n",
    ]);
    expect(load(file).memberAccounts[2]).toMatchObject({
      isTarget: false,
      runbooks: [],
      ec2Targets: [],
      amiSharing: undefined,
      blockPublicSharing: undefined,
    });
  });

  it("keeps its id, its deploy role and its tags, with which its resources are destroyed", () => {
    expect(load(retired()).memberAccounts[2]).toMatchObject({
      id: "444444444444",
      deployRole: { name: "OrganizationAccountAccessRole" },
      tags: { project: "fleetbook" },
    });
  });

  it.each([
    [
      "the administrator account, by name",
      ["homeRegion:", "administratorAccount: app-prod\nhomeRegion:"],
      "administratorAccount",
    ],
    [
      "the administrator account, by id",
      ["homeRegion:", 'administratorAccount: "444444444444"\nhomeRegion:'],
      "administratorAccount",
    ],
    [
      "the account with the roles of workflows",
      ["homeRegion:", "pipeline: {account: app-prod, github: {repository: o/r}}\nhomeRegion:"],
      "pipeline.account",
    ],
    [
      "one that images are shared with",
      ["shareWith: [partner]", "shareWith: [app-prod]"],
      "memberAccounts[0].amiSharing.shareWith[0]",
    ],
    [
      "the reader's account",
      ["user/fleetbook-operator", "arn:aws:iam::444444444444:role/operator"],
      "reader.principal",
    ],
  ] as const)("may not be %s", (_what, replacement, place) => {
    expect(onlyProblem(retired(replacement)).message).toBe(
      `${place} refers to app-prod, which is retired (memberAccounts[2].retired).`,
    );
  });

  it("cannot be the management account", () => {
    expect(onlyProblem(example(["  name: management\n", "  name: management\n  retired: true\n"])).message).toContain(
      'managementAccount has the unknown key "retired"',
    );
  });
});
