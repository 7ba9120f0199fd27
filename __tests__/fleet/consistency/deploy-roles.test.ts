import { bootstrapSession, deploySession } from "../../../src/fleet/role-session";
import { findAccount } from "../../../src/fleet/model";
import { example, load, onlyProblem, problems } from "../fleet-file";

const ofAppDev = (deployRole: string, defaults?: string): string =>
  example(...(defaults === undefined ? [] : ([["defaults:\n", `defaults:\n  deployRole: ${defaults}\n`]] as const)), [
    "    name: app-dev\n",
    `    name: app-dev\n    deployRole: ${deployRole}\n`,
  ]);

const sessions = (content: string) => {
  const fleet = load(content);
  const account = findAccount(fleet, "app-dev");
  if (account === undefined) throw new Error("no app-dev");
  return { deploy: deploySession(fleet, account), bootstrap: bootstrapSession(fleet, account) };
};

describe("the deploy role", () => {
  it("is assumed with its path, external id, session name and tags", () => {
    const role = "{name: deploy, path: /platform/, externalId: f-17, sessionName: ci, tags: {team: core}}";
    expect(sessions(ofAppDev(role)).deploy).toEqual({
      arn: "arn:aws:iam::222222222222:role/platform/deploy",
      sessionName: "ci",
      externalId: "f-17",
      tags: { team: "core" },
    });
  });

  it("has the settings of the defaults that the account's map does not set", () => {
    const defaults = "{name: AWSControlTowerExecution, tags: {team: core}}";
    expect(sessions(ofAppDev("{externalId: f-17, tags: {stage: dev}}", defaults)).deploy).toEqual({
      arn: "arn:aws:iam::222222222222:role/AWSControlTowerExecution",
      sessionName: "fleetbook",
      externalId: "f-17",
      tags: { team: "core", stage: "dev" },
    });
    expect(sessions(ofAppDev("plain", defaults)).deploy).toEqual({
      arn: "arn:aws:iam::222222222222:role/plain",
      sessionName: "fleetbook",
    });
    expect(sessions(ofAppDev("false", defaults)).deploy).toBeUndefined();
  });

  it("is created by the role of createdBy, which bootstrap assumes", () => {
    const { deploy, bootstrap } = sessions(
      ofAppDev("{name: FleetbookDeployRole, createdBy: {name: Setup, externalId: f-17}}"),
    );
    expect(deploy?.arn).toBe("arn:aws:iam::222222222222:role/FleetbookDeployRole");
    expect(bootstrap).toMatchObject({ arn: "arn:aws:iam::222222222222:role/Setup", externalId: "f-17" });
    expect(sessions(ofAppDev("{name: D, createdBy: false}")).bootstrap).toBeUndefined();
  });
});

describe("a deploy role that cannot be assumed", () => {
  it.each([
    ["{path: platform}", "with a slash at both ends"],
    [`{path: /${"p".repeat(129)}/}`, "with a slash at both ends"],
    ["{externalId: a b}", "an external id"],
    ["{externalId: x}", "an external id"],
    ["{sessionName: a/b}", "the name of a role session"],
    ['{tags: {"a*": b}}', "1 to 128 letters"],
    ['{tags: {team: "a|b"}}', "up to 256 letters"],
  ])("%s is refused", (role, expected) => {
    expect(
      problems(ofAppDev(role))
        .map(({ message }) => message)
        .join(),
    ).toContain(expected);
  });

  it("has reserved session tags, keys that differ only in case, or more tags than a session", () => {
    expect(onlyProblem(ofAppDev("{tags: {AWS:team: a}}")).message).toContain("AWS reserves keys");
    expect(onlyProblem(ofAppDev("{tags: {team: a, Team: b}}")).message).toContain(
      'has the key "Team" beside "team": STS ignores the case',
    );
    const many = Array.from({ length: 51 }, (_, index) => `t${index}: x`).join(", ");
    expect(onlyProblem(ofAppDev(`{tags: {${many}}}`)).message).toContain("has 51 tags; a session has 50 at most");
    expect(onlyProblem(ofAppDev("{name: D, createdBy: {name: C, tags: {AWS:a: b}}}")).place).toMatch(/^fleet.yaml:/);
  });

  it("creates itself", () => {
    expect(onlyProblem(ofAppDev("{createdBy: OrganizationAccountAccessRole}")).message).toBe(
      'memberAccounts[0].deployRole is "OrganizationAccountAccessRole", and createdBy names the same role.',
    );
    expect(onlyProblem(ofAppDev("{name: Setup}", "{name: D, createdBy: Setup}")).message).toContain("the same role");
  });
});
