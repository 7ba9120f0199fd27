import { automationSettings } from "../../src/fleet/automation-settings";
import { EXAMPLE, example, load, onlyProblem } from "./fleet-file";

const REGIONS = "regions: [ap-northeast-1, us-east-1]\n";
const withDev = (automation: string, others = ""): string =>
  example(
    ["defaults:\n", "defaults:\n  automation: { throttlingRetrySeconds: 600, adaptiveConcurrency: true }\n"],
    ["    name: app-dev\n", `    name: app-dev\n    automation: ${automation}\n`],
  ) + others;
const valuesIn = (file: string, account: string, region: string) => {
  const found = load(file).memberAccounts.find(({ name }) => name === account);
  if (found === undefined) throw new Error(`no account ${account}`);
  return Object.fromEntries(automationSettings(found, region).map(({ id, value }) => [id, value]));
};

describe("the settings of Automation", () => {
  it("stay as they are on AWS if the fleet file says nothing", () => {
    expect(load(EXAMPLE).memberAccounts.flatMap((account) => automationSettings(account, "ap-northeast-1"))).toEqual(
      [],
    );
  });

  it("are those of the defaults, of the account and of the Region, the last ones first", () => {
    const file = withDev(
      "{ throttlingRetrySeconds: 60, regions: { us-east-1: { adaptiveConcurrency: false } } }",
      REGIONS,
    );
    expect(valuesIn(file, "app-dev", "us-east-1")).toEqual({
      "/ssm/automation/enable-adaptive-concurrency": "False",
      "/ssm/automation/throttling-retry-time-limit": "60",
    });
    expect(valuesIn(file, "app-dev", "ap-northeast-1")).toMatchObject({
      "/ssm/automation/enable-adaptive-concurrency": "True",
    });
    expect(valuesIn(file, "app-prod", "us-east-1")).toMatchObject({
      "/ssm/automation/throttling-retry-time-limit": "600",
    });
  });

  it("send the output of scripts to CloudWatch Logs if a log group is named", () => {
    expect(valuesIn(withDev("{ scriptLogGroup: /team/scripts }"), "app-dev", "ap-northeast-1")).toMatchObject({
      "/ssm/automation/customer-script-log-destination": "CloudWatch",
      "/ssm/automation/customer-script-log-group-name": "/team/scripts",
    });
  });

  it.each([
    ["more seconds than AWS allows", "{ throttlingRetrySeconds: 3601 }", "throttlingRetrySeconds"],
    ["a log group that is none", '{ scriptLogGroup: "a b" }', "the name of a CloudWatch Logs group"],
    ["a Region that the fleet has not", "{ regions: { us-west-2: {} } }", 'has settings for "us-west-2"'],
  ])("may not have %s", (_, automation, message) => {
    expect(onlyProblem(withDev(automation)).message).toContain(message);
  });

  it("may not be set in a management account in which nothing runs", () => {
    const file = example(["  name: management\n", "  name: management\n  automation: { adaptiveConcurrency: true }\n"]);
    expect(load(file).managementAccount.automation).toEqual({ adaptiveConcurrency: true });
    expect(
      onlyProblem(
        `${file}administratorAccount: app-dev\n`.replace("user/fleetbook-operator", "user/fleetbook-operator"),
      ).message,
    ).toContain("no runbook runs in the management account");
  });
});
