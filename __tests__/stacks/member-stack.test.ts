import type { Fleet } from "../../src/fleet/model";
import {
  central,
  delegatedFleet,
  exampleFleet,
  managementTargetFleet,
  ownRunbooksFleet,
  resources,
  runbooks,
  synthesize,
  synthesizeAll,
  twoRegionFleet,
} from "./example-fleet";
import { addFleetStacks } from "../../stacks/fleet-app";

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

  it("says the ARNs of its roles, by runbook for those of a single one", () => {
    const fleet = { ...exampleFleet, centralRunbooks: [central("check-os", { executionRole: "own" })] };
    expect(stackOf(fleet, "app-prod").output).toEqual({
      execution_role_arn: { value: "${aws_iam_role.execution-role.arn}" },
      own_execution_role_arns: {
        value: { "check-os": expect.stringMatching(/^\$\{aws_iam_role\..*check-os.*\.arn\}$/) as string },
      },
      reader_role_arn: { value: "${aws_iam_role.reader-role.arn}" },
    });
  });

  it("makes no execution role if the account keeps one, and names that one", () => {
    const memberAccounts = exampleFleet.memberAccounts.map((account) => ({ ...account, existingExecutionRole: "Old" }));
    const stack = stackOf({ ...exampleFleet, memberAccounts }, "app-prod");
    expect(resources(stack, "aws_iam_role").map(([, { name }]) => name)).toEqual(["FleetbookReaderRole"]);
    expect(stack.output?.execution_role_arn).toEqual({ value: "arn:aws:iam::444444444444:role/Old" });
    const [[, reads] = []] = resources(stack, "aws_iam_role_policy");
    expect(String(reads?.policy)).toContain(
      '"Effect":"Allow","Action":"iam:GetRole","Resource":["arn:aws:iam::444444444444:role/Old"]',
    );
  });

  it("has each role once in a fleet of two Regions", () => {
    const roles = resources(stackOf(twoRegionFleet, "app-prod"), "aws_iam_role");
    expect(roles.map(([, { provider }]) => provider)).toEqual(Array(2).fill("aws.account-444444444444_ap-northeast-1"));
  });

  it("exists for the management account if it is a target", () => {
    expect(stackOf(managementTargetFleet, "management").provider.aws[0]).toMatchObject({
      allowed_account_ids: ["111111111111"],
    });
  });

  it("has no documents unless the account has its own runbooks", () => {
    expect(documents(exampleFleet, "app-dev")).toEqual([]);
  });

  it("has the account's own runbooks in every Region", () => {
    expect(documents(twoRegionFleet, "app-dev")).toEqual([
      ["check-os", "aws.account-222222222222_ap-northeast-1"],
      ["check-os", "aws.account-222222222222_us-east-1"],
    ]);
  });

  it("does not share the account's own runbooks", () => {
    for (const [, body] of resources(stackOf(twoRegionFleet, "app-dev"), "aws_ssm_document")) {
      expect(body).not.toHaveProperty("permissions");
    }
  });

  it("does not create a document that the administrator's stack creates", () => {
    expect(documents(delegatedFleet, "automation").sort()).toEqual([
      ["restart-service", "aws.account-666666666666_ap-northeast-1"],
      ["restart-service", "aws.account-666666666666_us-east-1"],
    ]);
  });

  it("has one role for all Regions for each of the account's own runbooks that takes a role", () => {
    const roles = resources(stackOf(ownRunbooksFleet, "app-dev"), "aws_iam_role");
    expect(roles.map(([, { name, provider }]) => [name, provider])).toEqual(
      expect.arrayContaining([
        ["FleetbookRunbook-check-os", "aws.account-222222222222_ap-northeast-1"],
        ["FleetbookRunbook-create-and-share-ami", "aws.account-222222222222_ap-northeast-1"],
      ]),
    );
    expect(roles).toHaveLength(4);
  });

  it("has a role for a runbook of the account whose document the administrator's stack creates", () => {
    const names = resources(stackOf(delegatedFleet, "automation"), "aws_iam_role").map(([, { name }]) => name);
    expect(names).toContain("FleetbookRunbook-check-os");
  });

  it("has no role for central runbooks, which act with the execution role", () => {
    const names = resources(stackOf(exampleFleet, "app-dev"), "aws_iam_role").map(([, { name }]) => name);
    expect(names.filter((name) => String(name).startsWith("FleetbookRunbook-"))).toEqual([]);
  });
});

describe("a member's stack with associations", () => {
  const one = { runbook: "check-os", targets: "allInstances" as const, targetParameter: "InstanceId" };
  const fleet: Fleet = {
    ...twoRegionFleet,
    memberAccounts: twoRegionFleet.memberAccounts.map((member) =>
      member.name === "app-dev"
        ? {
            ...member,
            associations: [
              { ...one, name: "everywhere" },
              { ...one, name: "abroad", regions: ["us-east-1"] },
            ],
          }
        : member,
    ),
  };
  const { stacks, dependencies } = synthesize((app) => addFleetStacks(app, fleet, runbooks));

  it("has each in every Region, or in those that it names", () => {
    const stack = stacks.get("member-app-dev");
    if (stack === undefined) throw new Error("app-dev has no member stack");
    expect(resources(stack, "aws_ssm_association").map(([address]) => address)).toEqual([
      "aws_ssm_association.association-abroad-us-east-1",
      "aws_ssm_association.association-everywhere-ap-northeast-1",
      "aws_ssm_association.association-everywhere-us-east-1",
    ]);
  });

  it("is deployed after the account's EC2 target, on which the first run acts", () => {
    expect(dependencies.get("member-app-dev")).toEqual(expect.arrayContaining(["administrator", "target-app-dev"]));
    expect(dependencies.get("member-app-prod")).toEqual(["administrator"]);
  });
});
