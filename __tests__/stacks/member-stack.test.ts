import type { Fleet } from "../../src/fleet/model";
import {
  delegatedFleet,
  exampleFleet,
  managementTargetFleet,
  ownRunbooksFleet,
  resources,
  synthesizeAll,
  twoRegionFleet,
} from "./example-fleet";

function stackOf(fleet: Fleet, account: string) {
  const stack = synthesizeAll(fleet).get(`member-${account}`);
  if (stack === undefined) throw new Error(`no member stack of ${account}`);
  return stack;
}
const documents = (fleet: Fleet, account: string) =>
  resources(stackOf(fleet, account), "aws_ssm_document").map(([, { name, provider }]) => [name, provider]);

describe("a member's stack", () => {
  it("has the execution role and the reader role", () => {
    const names = resources(stackOf(exampleFleet, "app-prod"), "aws_iam_role").map(([, { name }]) => name);
    expect(names.sort()).toEqual(["AWS-SystemsManager-AutomationExecutionRole", "FleetbookReaderRole"]);
  });

  it("has each role once, however many Regions there are", () => {
    const roles = resources(stackOf(twoRegionFleet, "app-prod"), "aws_iam_role");
    expect(roles.map(([, { provider }]) => provider)).toEqual(Array(2).fill("aws.app-prod_ap-northeast-1"));
  });

  it("exists for the management account where that is a target", () => {
    expect(stackOf(managementTargetFleet, "management").provider.aws[0]).toMatchObject({
      allowed_account_ids: ["111111111111"],
    });
  });

  it("has no documents unless the account names runbooks of its own", () => {
    expect(documents(exampleFleet, "app-dev")).toEqual([]);
  });

  it("has the account's own runbooks in every Region", () => {
    expect(documents(twoRegionFleet, "app-dev")).toEqual([
      ["check-os", "aws.app-dev_ap-northeast-1"],
      ["check-os", "aws.app-dev_us-east-1"],
    ]);
  });

  it("does not share the account's own runbooks", () => {
    for (const [, body] of resources(stackOf(twoRegionFleet, "app-dev"), "aws_ssm_document")) {
      expect(body).not.toHaveProperty("permissions");
    }
  });

  it("leaves a central runbook of the administrator account to the administrator's stack", () => {
    expect(documents(delegatedFleet, "automation").sort()).toEqual([
      ["check-os", "aws.automation_us-east-1"],
      ["restart-service", "aws.automation_ap-northeast-1"],
      ["restart-service", "aws.automation_us-east-1"],
    ]);
  });

  it("has a role for each of the account's own runbooks that takes one, once for all Regions", () => {
    const roles = resources(stackOf(ownRunbooksFleet, "app-dev"), "aws_iam_role");
    expect(roles.map(([, { name, provider }]) => [name, provider])).toEqual(
      expect.arrayContaining([
        ["FleetbookRunbook-check-os", "aws.app-dev_ap-northeast-1"],
        ["FleetbookRunbook-create-and-share-ami", "aws.app-dev_ap-northeast-1"],
      ]),
    );
    expect(roles).toHaveLength(4);
  });

  it("has a role for a runbook of its own whose document the administrator's stack makes", () => {
    const names = resources(stackOf(delegatedFleet, "automation"), "aws_iam_role").map(([, { name }]) => name);
    expect(names).toContain("FleetbookRunbook-check-os");
  });

  it("has no role for central runbooks, which act with the execution role", () => {
    const names = resources(stackOf(exampleFleet, "app-dev"), "aws_iam_role").map(([, { name }]) => name);
    expect(names.filter((name) => String(name).startsWith("FleetbookRunbook-"))).toEqual([]);
  });
});
