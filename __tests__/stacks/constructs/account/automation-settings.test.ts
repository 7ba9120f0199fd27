import type { Account, Fleet } from "../../../../src/fleet/model";
import { addFleetStacks } from "../../../../stacks/fleet-app";
import {
  exampleFleet,
  managementTargetFleet,
  resources,
  runbooks,
  synthesize,
  twoRegionFleet,
} from "../../example-fleet";

const AUTOMATION: Account["automation"] = {
  adaptiveConcurrency: true,
  regions: { "us-east-1": { throttlingRetrySeconds: 60 } },
};
const withSettings = (fleet: Fleet): Fleet => ({
  ...fleet,
  managementAccount: { ...fleet.managementAccount, automation: AUTOMATION },
  administratorAccount: { ...fleet.administratorAccount, automation: AUTOMATION },
  memberAccounts: fleet.memberAccounts.map((account) =>
    account.name === "app-dev" ? { ...account, automation: AUTOMATION } : account,
  ),
});
function settingsIn(fleet: Fleet, stack: string): readonly (readonly unknown[])[] {
  const found = synthesize((app) => addFleetStacks(app, withSettings(fleet), runbooks)).stacks.get(stack);
  if (found === undefined) throw new Error(`no stack ${stack}`);
  return resources(found, "aws_ssm_service_setting").map(([, body]) => [body.setting_id, body.setting_value]);
}
const id = (account: string, region: string, setting: string) =>
  `arn:aws:ssm:${region}:${account}:servicesetting/ssm/automation/${setting}`;

describe("the settings of Automation", () => {
  it("are deployed with the member stack, in each Region, by their ARNs", () => {
    expect(settingsIn(twoRegionFleet, "member-app-dev")).toEqual([
      [id("222222222222", "ap-northeast-1", "enable-adaptive-concurrency"), "True"],
      [id("222222222222", "us-east-1", "enable-adaptive-concurrency"), "True"],
      [id("222222222222", "us-east-1", "throttling-retry-time-limit"), "60"],
    ]);
  });

  it("are not touched in an account for which the fleet file has none", () => {
    expect(settingsIn(twoRegionFleet, "member-app-prod")).toEqual([]);
  });

  it("are deployed with the administrator stack if that account is no target, and once if it is", () => {
    const own = [[id("111111111111", "ap-northeast-1", "enable-adaptive-concurrency"), "True"]];
    expect(settingsIn(exampleFleet, "administrator")).toEqual(own);
    expect(settingsIn(managementTargetFleet, "administrator")).toEqual([]);
    expect(settingsIn(managementTargetFleet, "member-management")).toEqual(own);
  });
});
