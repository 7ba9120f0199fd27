import { derivePermissions } from "../../src/document/permissions/permissions";
import { ScriptError } from "../../src/engine/errors";
import { createAndShareAmi } from "../../runbooks/create-and-share-ami";
import type { ApiAnswers } from "../../src/simulation/api";
import { simulate, type SimulationOptions } from "../../src/simulation/simulate";
import { AMI, ONLINE, scripts } from "./create-and-share-ami-answers";

const { document, targetType } = createAndShareAmi;
const stepNamed = (name: string) => document.mainSteps.find((step) => step.name === name);

describe("create-and-share-ami", () => {
  it("is for EC2 instances and acts with the role that it is given", () => {
    expect(targetType).toBe("/AWS::EC2::Instance");
    expect(document.assumeRole).toBe("{{ AutomationAssumeRole }}");
  });

  it("requires account ids of 12 digits and an instance", () => {
    const { AccountId, InstanceId } = document.parameters ?? {};
    const pattern = new RegExp(AccountId?.allowedPattern ?? "");
    expect(["555555555555", "555555555555,666666666666"].filter((ids) => pattern.test(ids))).toHaveLength(2);
    expect(["55555555555", "5555555555555", "555555555555,", "all"].filter((ids) => pattern.test(ids))).toEqual([]);
    expect(AccountId?.default).toBeUndefined();
    expect(InstanceId?.default).toBeUndefined();
  });

  it("takes the ARNs of organizations and of their units, and needs none", () => {
    const { OrganizationArns, OrganizationalUnitArns } = document.parameters ?? {};
    const organization = "arn:aws:organizations::111111111111:organization/o-fleetbook01";
    const unit = "arn:aws:organizations::111111111111:ou/o-fleetbook01/ou-flt1-producti";
    const accepts = (definition: typeof OrganizationArns, value: string) =>
      new RegExp(definition?.allowedPattern ?? "").test(value);
    expect([OrganizationArns?.default, OrganizationalUnitArns?.default]).toEqual(["", ""]);
    expect(accepts(OrganizationArns, organization)).toBe(true);
    expect(accepts(OrganizationalUnitArns, `${unit},${unit}`)).toBe(true);
    expect(accepts(OrganizationArns, unit)).toBe(false);
    expect(accepts(OrganizationalUnitArns, "all")).toBe(false);
    expect(accepts(document.parameters?.AccountId, "none")).toBe(true);
  });

  it("says which images cannot be shared", () => {
    expect(document.description).toContain("aws/ebs");
  });

  it("makes the image once, with the same role, and waits as long as the association", () => {
    expect(stepNamed("createImage")).toMatchObject({
      action: "aws:executeAutomation",
      maxAttempts: 1,
      timeoutSeconds: 600,
      inputs: {
        DocumentName: "AWS-CreateImage",
        RuntimeParameters: { AutomationAssumeRole: "{{ AutomationAssumeRole }}", InstanceId: "{{ InstanceId }}" },
      },
    });
  });

  it("hands out the image's id", () => {
    expect(stepNamed("convertStringListToString")?.outputs).toEqual([
      { Name: "Ami", Selector: "$.Payload.First", Type: "String" },
    ]);
    expect(document.outputs).toContain("convertStringListToString.Ami");
  });

  it("may remove only what carries its tag, and tag and share only what the account owns", () => {
    const { statements } = derivePermissions(document, { accountId: "222222222222", region: "ap-northeast-1" });
    const conditionsOf = (action: string) =>
      statements
        .filter(({ actions }) => actions.includes(action))
        .map(({ conditions }) => conditions?.["StringEquals"]);
    const own = { "aws:ResourceTag/fleetbook:runbook": ["create-and-share-ami"] };
    expect(conditionsOf("ec2:DeregisterImage")).toEqual([own]);
    expect(conditionsOf("ec2:DeleteSnapshot")).toEqual([own]);
    expect(conditionsOf("ec2:CreateTags")).toEqual([{ "ec2:Owner": ["222222222222"] }]);
    expect(conditionsOf("ec2:ModifyImageAttribute")).toEqual([{ "ec2:Owner": ["222222222222"] }]);
    expect(conditionsOf("ec2:ModifySnapshotAttribute")).toEqual([{ "ec2:Owner": ["222222222222"] }]);
  });
});

const image = (State: string) => ({ Images: [{ ImageId: AMI, State }] });
const managed = (PingStatus: string) => ({ InstanceInformationList: [{ PingStatus }] });
const parameters = { InstanceId: "i-0123456789abcdef0", AccountId: "555555555555" };

const answers: ApiAnswers = {
  "ssm:DescribeInstanceInformation": ONLINE,
  "ec2:CreateImage": { ImageId: AMI },
  "ec2:DescribeImages": [image("pending"), image("pending"), image("available")],
  "ec2:ModifyImageAttribute": {},
};

const share = (api: ApiAnswers = {}, given: Record<string, string | number> = {}, more: SimulationOptions = {}) =>
  simulate(createAndShareAmi, {
    ...more,
    parameters: { ...parameters, ...given },
    api: { ...answers, ...api },
    scripts: { ...scripts, ...more.scripts },
  });
const refused = (code: string, message: string) => ({ error: { code, message } });

describe("create-and-share-ami for an instance", () => {
  it("makes the image with AWS-CreateImage, shares it and hands out its id", async () => {
    const run = await share();
    expect(run.expectStatus("Success").outputs).toMatchObject({ "convertStringListToString.Ami": AMI });
    expect(run.child("AWS-CreateImage").parameters).toMatchObject({ InstanceId: parameters.InstanceId });
    expect(run.calls.map(({ name }) => name)).toEqual([
      "ssm:DescribeInstanceInformation",
      "ec2:CreateImage",
      ...Array<string>(3).fill("ec2:DescribeImages"),
      "ec2:ModifyImageAttribute",
    ]);
  });

  it.each([
    ["one account", "555555555555", [{ UserId: "555555555555" }]],
    ["several", "555555555555,666666666666", [{ UserId: "555555555555" }, { UserId: "666666666666" }]],
  ])("shares that image with %s, and nothing else", async (_what, AccountId, Add) => {
    expect((await share({}, { AccountId })).calls.at(-1)?.parameters).toEqual({
      ImageId: AMI,
      LaunchPermission: { Add },
    });
  });

  it("tags the image with where it came from before it is shared", async () => {
    const run = await share();
    expect(run.step("tagImage").inputs["InputPayload"]).toMatchObject({ Ami: AMI, InstanceId: parameters.InstanceId });
    const names = run.steps.map(({ name }) => name);
    expect(names.indexOf("tagImage")).toBeLessThan(names.indexOf("shareAmiWithAnotherAccount"));
  });

  it("shares the snapshots, without which the other account could launch and not copy it", async () => {
    expect((await share()).step("shareSnapshots").inputs["InputPayload"]).toEqual({
      SnapshotIds: ["snap-0123456789abcdef0"],
      Permissions: [{ UserId: "555555555555" }],
    });
  });

  it("keeps every image, unless it is told how many", async () => {
    expect((await share()).step("removeOlderImages").status).toBe("Pending");
    const run = await share({}, { ImagesToKeep: 3 });
    expect(run.expectStatus("Success").step("removeOlderImages").inputs["InputPayload"]).toEqual({
      Ami: AMI,
      InstanceId: parameters.InstanceId,
      Keep: 3,
    });
  });

  it("acts with its role in the child as well", async () => {
    const AutomationAssumeRole = "arn:aws:iam::111122223333:role/FleetbookRunbook-create-and-share-ami";
    const run = await share({}, { AutomationAssumeRole });
    expect(run.child("AWS-CreateImage").parameters).toMatchObject({ AutomationAssumeRole });
  });

  it("waits until the agent of a new instance has registered", async () => {
    const none = { InstanceInformationList: [] };
    const run = await share({ "ssm:DescribeInstanceInformation": [none, none, managed("Online")] });
    expect(run.expectStatus("Success").step("waitForAgent").seconds).toBeGreaterThan(0);
  });

  it.each([
    ["no agent", { InstanceInformationList: [] }],
    ["an agent that is not heard of any more", managed("ConnectionLost")],
  ])("gives up on an instance with %s, and makes no image", async (_what, information) => {
    const run = await share({ "ssm:DescribeInstanceInformation": information });
    expect(run.step("waitForAgent")).toMatchObject({ status: "TimedOut", seconds: 300 });
    expect(run.status).toBe("TimedOut");
    expect(run.calls.map(({ name }) => name)).not.toContain("ec2:CreateImage");
  });

  it("makes no image of volumes that could not be shared", async () => {
    const checkVolumes = () => {
      throw new ScriptError("Volume vol-1 is encrypted with a key that AWS manages.");
    };
    const run = await share({}, {}, { scripts: { checkVolumes } });
    expect(run.expectStatus("Failed").failureMessage).toContain("a key that AWS manages");
    expect(run.calls.map(({ name }) => name)).not.toContain("ec2:CreateImage");
  });

  it.each<[string, ApiAnswers, string]>([
    [
      "cannot be made",
      { "ec2:CreateImage": refused("InvalidInstanceID.NotFound", "The instance does not exist") },
      "(InvalidInstanceID.NotFound) when calling the CreateImage operation",
    ],
    [
      "would be one too many",
      { "ec2:CreateImage": refused("ResourceLimitExceeded", "AMI quota exceeded") },
      "(ResourceLimitExceeded) when calling the CreateImage operation: AMI quota exceeded",
    ],
    ["fails while it is made", { "ec2:DescribeImages": [image("pending"), image("failed")] }, "failed"],
  ])("shares nothing where the image %s, and says why", async (_, api, message) => {
    const run = await share(api);
    expect(run.expectStatus("Failed").failureMessage).toContain(message);
    expect(run.calls.map(({ name }) => name)).not.toContain("ec2:ModifyImageAttribute");
  });

  it("gives up after ten minutes where the image does not become available, and names what is left", async () => {
    const run = await share({ "ec2:DescribeImages": image("pending") });
    expect(run.step("createImage")).toMatchObject({ status: "TimedOut", seconds: 600 });
    expect([run.status, run.child("AWS-CreateImage").status]).toEqual(["TimedOut", "Cancelled"]);
    expect(run.step("nameLeftImage").failureMessage).toContain(AMI);
  });

  it("names the image in the failure where it may not be shared", async () => {
    const message = "Snapshots encrypted with the AWS Managed CMK can't be shared";
    const run = await share({ "ec2:ModifyImageAttribute": refused("InvalidParameter", message) });
    expect(run.expectStatus("Failed").failureMessage).toContain(AMI);
    expect(run.step("shareAmiWithAnotherAccount").failureMessage).toContain(
      `(InvalidParameter) when calling the ModifyImageAttribute operation: ${message}`,
    );
    expect(run.outputs).toMatchObject({ "convertStringListToString.Ami": AMI });
  });

  it("names the image where the execution is cancelled in the middle", async () => {
    const signals = [{ step: "createImage", type: "Cancel" }] as const;
    const run = await share({ "ec2:DescribeImages": image("pending") }, {}, { signals });
    expect(run.expectStatus("Cancelled").step("nameLeftImage").failureMessage).toContain(AMI);
  });

  it.each(["55555555555", "5555555555555", "55555555555x"])("does not begin for the account %j", async (AccountId) => {
    await expect(share({}, { AccountId })).rejects.toThrow('Parameter "AccountId" has an invalid value');
  });
});
