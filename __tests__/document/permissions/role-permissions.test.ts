import { defineRunbook } from "../../../src/document/define";
import type { Runbook } from "../../../src/document/model";
import { assumeRoleParameter, rolePermissions } from "../../../src/document/permissions/role-permissions";
import { checkOs } from "../../../runbooks/check-os";

const context = {
  partition: "aws",
  accountId: "222222222222",
  regions: ["ap-northeast-1"],
  roleArn: "arn:aws:iam::222222222222:role/example",
  runbooks: new Map<string, Runbook>(),
};
const sleeping = (assumeRole?: string, targetType?: string): Runbook =>
  defineRunbook({
    name: "example",
    ...(assumeRole !== undefined && { assumeRole }),
    ...(targetType !== undefined && { targetType }),
    parameters: { Role: { type: "String" } },
    mainSteps: [{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1M" } }],
  });
const passed = (runbook: Runbook) =>
  rolePermissions(runbook, context)
    .statements.filter(({ actions }) => actions.includes("iam:PassRole"))
    .flatMap(({ resources }) => resources);

describe("the parameter that takes a runbook's role", () => {
  it.each([
    ["{{ Role }}", "Role"],
    ["{{Role}}", "Role"],
    ["arn:aws:iam::111122223333:role/fixed", undefined],
    ["arn:aws:iam::111122223333:role/{{ Role }}", undefined],
    ["arn:aws:iam::{{ global:ACCOUNT_ID }}:role/fixed", undefined],
    [undefined, undefined],
  ])("of assumeRole %s is %s", (assumeRole, parameter) => {
    expect(assumeRoleParameter(sleeping(assumeRole).document)).toBe(parameter);
  });
});

describe("the permissions of a runbook's role", () => {
  it("are those of the steps alone where the runbook takes no targets", () => {
    expect(rolePermissions(sleeping("{{ Role }}"), context).statements).toEqual([]);
  });

  it("find targets, start the runbook for each and pass the role on where it does", () => {
    expect(rolePermissions(sleeping("{{ Role }}", "/AWS::EC2::Instance"), context).statements).toEqual([
      {
        actions: ["ec2:DescribeInstances", "tag:GetResources"],
        resources: ["*"],
        because: expect.any(String) as string,
      },
      {
        actions: ["iam:PassRole"],
        resources: ["arn:aws:iam::222222222222:role/example"],
        conditions: { StringEquals: { "iam:PassedToService": ["ssm.amazonaws.com"] } },
      },
      {
        actions: ["resource-groups:ListGroupResources"],
        resources: ["arn:aws:resource-groups:ap-northeast-1:222222222222:group/*"],
      },
      {
        actions: ["ssm:GetAutomationExecution", "ssm:StopAutomationExecution"],
        resources: ["arn:aws:ssm:ap-northeast-1:222222222222:automation-execution/*"],
      },
      {
        actions: ["ssm:StartAutomationExecution"],
        resources: ["arn:aws:ssm:ap-northeast-1:222222222222:automation-definition/example:*"],
      },
    ]);
  });

  it("pass on the role that the document itself names, and none where it names none", () => {
    const fixed = "arn:aws:iam::{{ global:ACCOUNT_ID }}:role/fixed";
    expect(passed(sleeping(fixed, "/"))).toEqual(["arn:aws:iam::222222222222:role/fixed"]);
    expect(passed(sleeping(undefined, "/"))).toEqual([]);
  });

  it("are in each Region those of that Region, and nothing twice", () => {
    const { statements } = rolePermissions(checkOs, { ...context, regions: ["ap-northeast-1", "us-east-1"] });
    const resources = statements.flatMap(({ resources: all }) => all);
    expect(resources.filter((resource) => resource.includes(":us-east-1:"))).toHaveLength(
      resources.filter((resource) => resource.includes(":ap-northeast-1:")).length,
    );
    expect(statements.filter(({ actions }) => actions.includes("iam:PassRole"))).toHaveLength(1);
  });
});
