import { requiredPermissionsOf, instanceArn, json, REGION, roleArn, ssmArn } from "../fixtures";

const ID = "11111111-2222-3333-4444-555555555555";
const amazon = (resource: string) => `arn:aws:ssm:${REGION}::${resource}`;
const shared = "arn:aws:ssm:ap-northeast-1:111111111111:document/check-os";

describe("Systems Manager", () => {
  it.each<[string, object, string[]]>([
    ["StartAutomationExecution", { DocumentName: "check-os" }, [ssmArn("automation-definition/check-os:$DEFAULT")]],
    [
      "StartAutomationExecution",
      { DocumentName: "AWS-CreateImage", DocumentVersion: "3" },
      [amazon("automation-definition/AWS-CreateImage:3")],
    ],
    [
      "StartAutomationExecution",
      { DocumentName: shared },
      ["arn:aws:ssm:ap-northeast-1:111111111111:automation-definition/check-os:$DEFAULT"],
    ],
    ["GetAutomationExecution", { AutomationExecutionId: ID }, [ssmArn(`automation-execution/${ID}`)]],
    ["DescribeAutomationStepExecutions", { AutomationExecutionId: ID }, [ssmArn(`automation-execution/${ID}`)]],
    ["StopAutomationExecution", { AutomationExecutionId: ID }, [ssmArn(`automation-execution/${ID}`)]],
    ["SendAutomationSignal", { AutomationExecutionId: ID }, [ssmArn(`automation-execution/${ID}`)]],
    ["DescribeAutomationExecutions", {}, ["*"]],
    ["GetDocument", { Name: "check-os" }, [ssmArn("document/check-os")]],
    ["GetDocument", { Name: shared }, [shared]],
    ["DescribeDocument", { Name: "AmazonCloudWatch-ManageAgent" }, [amazon("document/AmazonCloudWatch-ManageAgent")]],
    ["ModifyDocumentPermission", { Name: "check-os" }, [ssmArn("document/check-os")]],
    ["ListDocuments", {}, ["*"]],
    [
      "UpdateServiceSetting",
      { SettingId: "/ssm/documents/console/public-sharing-permission" },
      [ssmArn("servicesetting/ssm/documents/console/public-sharing-permission")],
    ],
    ["GetServiceSetting", { SettingId: ssmArn("servicesetting/ssm/x") }, [ssmArn("servicesetting/ssm/x")]],
    ["GetParameter", { Name: "/app/key:3" }, [ssmArn("parameter/app/key")]],
    ["GetParameters", { Names: ["a", "/b/c"] }, [ssmArn("parameter/a"), ssmArn("parameter/b/c")]],
    ["GetParametersByPath", { Path: "/app/" }, [ssmArn("parameter/app/")]],
    [
      "GetParameter",
      { Name: "/aws/service/ami-amazon-linux-latest/x" },
      [amazon("parameter/aws/service/ami-amazon-linux-latest/x")],
    ],
    ["CreateAssociation", { Name: "check-os" }, [ssmArn("document/check-os")]],
    [
      "UpdateAssociation",
      { AssociationId: ID, Name: "check-os" },
      [ssmArn(`association/${ID}`), ssmArn("document/check-os")],
    ],
    ["DescribeAssociation", { AssociationId: ID }, [ssmArn(`association/${ID}`)]],
    ["StartAssociationsOnce", { AssociationIds: [ID] }, [ssmArn(`association/${ID}`)]],
    ["ListAssociations", {}, ["*"]],
    ["AddTagsToResource", { ResourceType: "Document", ResourceId: "check-os" }, [ssmArn("document/check-os")]],
    ["ListTagsForResource", { ResourceType: "Parameter", ResourceId: "/a/b" }, [ssmArn("parameter/a/b")]],
    ["RemoveTagsFromResource", { ResourceType: "Automation", ResourceId: ID }, [ssmArn(`automation-execution/${ID}`)]],
    ["GetCommandInvocation", { CommandId: ID, InstanceId: "i-0a" }, ["*"]],
    [
      "SendCommand",
      { DocumentName: "AWS-RunShellScript", InstanceIds: ["i-0a", "mi-0b"] },
      [amazon("document/AWS-RunShellScript"), instanceArn("i-0a"), ssmArn("managed-instance/mi-0b")],
    ],
    [
      "SendCommand",
      { DocumentName: "mine", Targets: [{ Key: "InstanceIds", Values: ["i-0a"] }] },
      [ssmArn("document/mine"), instanceArn("i-0a")],
    ],
    [
      "SendCommand",
      { DocumentName: "mine", Targets: [{ Key: "tag:app", Values: ["web", "db"] }] },
      [ssmArn("document/mine"), instanceArn("*"), instanceArn("*")],
    ],
    ["GetMaintenanceWindow", { WindowId: "mw-0a" }, ["*"]],
  ])("asks about the resources of %s %j", async (operation, input, resources) => {
    expect(await requiredPermissionsOf(json("ssm", operation, input))).toEqual(
      resources.map((resource) => `ssm:${operation} ${resource}`),
    );
  });

  it("requires permission to pass the role with which a command notifies", async () => {
    const asked = json("ssm", "SendCommand", { DocumentName: "mine", ServiceRoleArn: roleArn("notify") });
    expect(await requiredPermissionsOf(asked)).toContain(`iam:PassRole ${roleArn("notify")}`);
  });

  it("treats a command without targets as one about everything", async () => {
    const asked = json("ssm", "SendCommand", { Targets: [{ Key: "tag:app", Values: [] }] });
    expect(await requiredPermissionsOf(asked)).toEqual(["ssm:SendCommand *"]);
  });

  it("treats a body that is not JSON as a request for unknown resources, and leaves it to the service", async () => {
    const asked = { ...json("ssm", "GetParameter"), body: Buffer.from("{") };
    expect(await requiredPermissionsOf(asked)).toEqual(["ssm:GetParameter *"]);
  });
});
