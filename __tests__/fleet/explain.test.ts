import { explainAccount } from "../../src/fleet/explain";
import { EXAMPLE, lineOf, SURROUNDINGS, withFiles } from "./fleet-file";
import { lockWith, selecting } from "./lock-fixture";

const explained = (account: string, file = EXAMPLE, lock?: string) =>
  withFiles(file, lock, (path) => explainAccount(path, SURROUNDINGS, account));
const settings = (...asked: Parameters<typeof explained>) =>
  explained(...asked).settings.map(({ setting, value, part, place }) => [
    ...[setting, value, part, place.replace(/^.*(fleet\.yaml:\d+):\d+$/, "$1")],
  ]);
const line = (text: string, file = EXAMPLE) => `fleet.yaml:${lineOf(text, file)}`;

describe("the explanation of an account", () => {
  it("of a list of accounts has the account's own settings and the defaults", () => {
    expect(settings("app-dev")).toEqual([
      ["tags.project", "fleetbook", "defaults", line("project: fleetbook")],
      ["ec2Target.tags.ssm-automation", "true", "defaults", line('ssm-automation: "true"')],
      [
        "amiSharing",
        { prefix: "fleetbook", shareWith: ["partner"] },
        "memberAccounts[0]",
        line("prefix: fleetbook\n".trim()),
      ],
      ["blockPublicSharing", true, "memberAccounts[0]", line("blockPublicSharing: true")],
    ]);
  });

  const file = selecting(
    "include: [{ou: root}]\nexclude: [{ou: sandbox}]\nsettings:\n  - for: {ou: workloads}\n    tags: {stage: dev, project: apps}\n  - for: {account: app-prod}\n    tags: {stage: prod}",
  );

  it("names the entry of settings that each value is from", () => {
    expect(settings("app-prod", file, lockWith()).slice(0, 2)).toEqual([
      ["tags.project", "apps", "settings[0] (the unit workloads)", line("project: apps", file)],
      ["tags.stage", "prod", "settings[1] (the account app-prod)", line("stage: prod", file)],
    ]);
  });

  it.each([
    ["app-dev", true, "include[0] selects it: the unit root"],
    ["play", false, "exclude[0] leaves it out: the unit sandbox"],
    ["old", false, "include[0] selects it, but it is suspended"],
    ["management", true, "it is the management account"],
  ])("says of %s whether it is in the fleet, and why", (account, isInFleet, reason) => {
    expect(explained(account, file, lockWith())).toMatchObject({ isInFleet, reason });
  });

  it("of an account that no file has is refused", () => {
    expect(() => explained("app-dv")).toThrow('There is no account app-dv in the fleet file. Did you mean "app-dev"?');
  });
});
