import { example, load, onlyProblem } from "../fleet-file";

const GITHUB = "  github: { repository: octo-org/fleet }\n";
const withPipeline = (lines = GITHUB, ...others: readonly (readonly [string, string])[]): string =>
  example(["state:\n", `pipeline:\n${lines}state:\n`], ...others);

describe("the roles of workflows", () => {
  it("are for pull requests, the branch main and the environment production, in the management account", () => {
    expect(load(example()).pipeline).toBeUndefined();
    expect(load(withPipeline()).pipeline).toMatchObject({
      account: { name: "management" },
      github: { repository: "octo-org/fleet", branch: "main", environment: "production", existingProvider: false },
    });
  });

  it("may be for another branch and environment, and use a provider that exists", () => {
    const github = "  github: {repository: o/r, branch: release/2, environment: Live site, existingProvider: true}\n";
    expect(load(withPipeline(github)).pipeline?.github).toEqual({
      ...{ repository: "o/r", branch: "release/2", environment: "Live site", existingProvider: true },
    });
  });

  it("may be for a repository whose subjects have ids", () => {
    const file = withPipeline("  github: {repository: o@12/r@345}\n");
    expect(load(file).pipeline?.github?.repository).toBe("o@12/r@345");
  });

  it("may be those of the account, for other workflows than GitHub's", () => {
    expect(load(withPipeline("  planners: [role/ci/plan, user/atlantis]\n")).pipeline).toMatchObject({
      github: undefined,
      plannerArns: ["arn:aws:iam::111111111111:role/ci/plan", "arn:aws:iam::111111111111:user/atlantis"],
    });
  });

  it("may be in a member account, if the management account can be deployed and planned from there", () => {
    const file = withPipeline(`  account: app-dev\n${GITHUB}`, [
      "  name: management\n",
      "  name: management\n  deployRole: FleetDeploy\n  target: true\n",
    ]);
    expect(load(file).pipeline?.account.id).toBe("222222222222");
  });
});

describe("a message about the roles of workflows", () => {
  it.each([
    ["all repositories of an owner", "octo-org/*"],
    ["a repository's address", "https://github.com/octo-org/fleet"],
    ["an owner alone", "octo-org"],
    ["an id of the owner alone", "octo-org@12/fleet"],
  ])("refuses %s", (_what, repository) => {
    const { message } = onlyProblem(withPipeline(`  github: { repository: "${repository}" }\n`));
    expect(message).toContain("expected a repository as owner/name");
  });

  it.each(["release/*", "refs/heads/main"])("refuses %s as the branch", (branch) => {
    const { message } = onlyProblem(withPipeline(`  github: { repository: o/r, branch: "${branch}" }\n`));
    expect(message).toContain("expected the name of one branch");
  });

  it("says that nobody would plan", () => {
    expect(onlyProblem(withPipeline("  account: management\n")).message).toContain("neither github nor planners");
  });

  it("names the account that comes closest to an unknown one", () => {
    const { place, message, remedy } = onlyProblem(withPipeline(`  account: app-deb\n${GITHUB}`));
    expect(place).toMatch(/^fleet\.yaml:\d+:12$/);
    expect(message).toContain('pipeline.account is "app-deb"; expected the name or id');
    expect(remedy).toContain("app-dev");
  });

  it("says what is missing if the management account could not be deployed from a member account", () => {
    const { message, remedy } = onlyProblem(withPipeline(`  account: app-dev\n${GITHUB}`));
    expect(message).toContain("from which nobody could deploy into the management account");
    expect(remedy).toContain("a deployRole and `target: true`");
  });
});
