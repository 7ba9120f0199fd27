import { createAndShareAmi } from "../../runbooks/create-and-share-ami";
import type { ApiAnswers } from "../../simulation/api";
import { simulate } from "../../simulation/simulate";

const { document, targetType } = createAndShareAmi;
const stepNamed = (name: string) => document.mainSteps.find((step) => step.name === name);

describe("create-and-share-ami", () => {
  it("is for EC2 instances and acts with the role that it is given", () => {
    expect(targetType).toBe("/AWS::EC2::Instance");
    expect(document.assumeRole).toBe("{{ AutomationAssumeRole }}");
  });

  it("requires an account id of 12 digits and an instance", () => {
    const { AccountId, InstanceId } = document.parameters ?? {};
    const pattern = new RegExp(AccountId?.allowedPattern ?? "");
    expect(pattern.test("555555555555")).toBe(true);
    expect(pattern.test("55555555555")).toBe(false);
    expect(AccountId?.default).toBeUndefined();
    expect(InstanceId?.default).toBeUndefined();
  });

  it("says which images cannot be shared", () => {
    expect(document.description).toContain("aws/ebs");
  });

  it("makes the image, reads its id and shares it, in that order", () => {
    expect(document.mainSteps.map(({ name, nextStep, isEnd }) => [name, nextStep, isEnd])).toEqual([
      ["createImage", "convertStringListToString", undefined],
      ["convertStringListToString", "shareAmiWithAnotherAccount", undefined],
      ["shareAmiWithAnotherAccount", undefined, true],
    ]);
  });

  it("makes the image once, with the same role, and waits as long as the association", () => {
    expect(stepNamed("createImage")).toMatchObject({
      action: "aws:executeAutomation",
      maxAttempts: 1,
      timeoutSeconds: 600,
      onFailure: "Abort",
      inputs: {
        DocumentName: "AWS-CreateImage",
        RuntimeParameters: { AutomationAssumeRole: "{{ AutomationAssumeRole }}", InstanceId: "{{ InstanceId }}" },
      },
    });
  });

  it("adds the account to those that may launch the image", () => {
    expect(stepNamed("shareAmiWithAnotherAccount")).toMatchObject({
      action: "aws:executeAwsApi",
      maxAttempts: 1,
      onFailure: "Abort",
      inputs: {
        Service: "ec2",
        Api: "ModifyImageAttribute",
        ImageId: "{{ convertStringListToString.Ami }}",
        LaunchPermission: { Add: [{ UserId: "{{ AccountId }}" }] },
      },
    });
  });

  it("hands out the image's id", () => {
    expect(stepNamed("convertStringListToString")?.outputs).toEqual([
      { Name: "Ami", Selector: "$.Payload.First", Type: "String" },
    ]);
    expect(document.outputs).toEqual(["convertStringListToString.Ami"]);
  });
});

describe("create-and-share-ami for an instance", () => {
  const AMI = "ami-0123456789abcdef0";
  const image = (State: string) => ({ Images: [{ ImageId: AMI, State }] });
  const answers: ApiAnswers = {
    "ec2:CreateImage": { ImageId: AMI },
    "ec2:DescribeImages": [image("pending"), image("pending"), image("available")],
    "ec2:ModifyImageAttribute": {},
  };
  const parameters = { InstanceId: "i-0123456789abcdef0", AccountId: "555555555555" };
  const share = (api: ApiAnswers = {}, given: Record<string, string> = {}) =>
    simulate(createAndShareAmi, {
      parameters: { ...parameters, ...given },
      api: { ...answers, ...api },
      scripts: { convertStringListToString: ({ List: list }) => ({ First: (list as readonly string[])[0] ?? "" }) },
    });
  const refused = (code: string, message: string) => ({ error: { code, message } });

  it("makes the image with AWS-CreateImage, shares it and hands out its id", async () => {
    const run = await share();
    expect(run.expectStatus("Success").outputs).toEqual({ "convertStringListToString.Ami": AMI });
    const child = run.child("AWS-CreateImage");
    expect(child.parameters).toMatchObject({ InstanceId: parameters.InstanceId });
    const names = ["ec2:CreateImage", "ec2:DescribeImages", "ec2:DescribeImages", "ec2:DescribeImages"];
    expect(child.calls.map(({ name }) => name)).toEqual(names);
    expect(run.calls.map(({ name }) => name)).toEqual([...names, "ec2:ModifyImageAttribute"]);
  });

  it("shares that image with that account, and nothing else", async () => {
    expect((await share()).calls.at(-1)?.parameters).toEqual({
      ImageId: AMI,
      LaunchPermission: { Add: [{ UserId: "555555555555" }] },
    });
  });

  it("acts with its role in the child as well", async () => {
    const AutomationAssumeRole = "arn:aws:iam::111122223333:role/FleetbookRunbook-create-and-share-ami";
    const run = await share({}, { AutomationAssumeRole });
    expect(run.child("AWS-CreateImage").parameters).toMatchObject({ AutomationAssumeRole });
  });

  it.each<[string, ApiAnswers, string]>([
    [
      "cannot be made",
      { "ec2:CreateImage": refused("InvalidInstanceID.NotFound", "The instance does not exist") },
      "(InvalidInstanceID.NotFound) when calling the CreateImage operation",
    ],
    ["fails while it is made", { "ec2:DescribeImages": [image("pending"), image("failed")] }, "failed"],
  ])("stops where the image %s, and shares nothing", async (_, api, message) => {
    const run = await share(api);
    expect(run.expectStatus("Failed").failureMessage).toContain(message);
    expect(run.steps.map(({ status }) => status)).toEqual(["Failed", "Pending", "Pending"]);
    expect(run.calls.map(({ name }) => name)).not.toContain("ec2:ModifyImageAttribute");
  });

  it("gives up after ten minutes where the image does not become available", async () => {
    const run = await share({ "ec2:DescribeImages": image("pending") });
    expect(run.step("createImage")).toMatchObject({ status: "TimedOut", seconds: 600 });
    expect([run.status, run.child("AWS-CreateImage").status]).toEqual(["TimedOut", "Cancelled"]);
  });

  it("fails where the image may not be shared, and says why", async () => {
    const message = "Snapshots encrypted with the AWS Managed CMK can't be shared";
    const run = await share({ "ec2:ModifyImageAttribute": refused("InvalidParameter", message) });
    expect(run.expectStatus("Failed").step("shareAmiWithAnotherAccount").failureMessage).toContain(
      `(InvalidParameter) when calling the ModifyImageAttribute operation: ${message}`,
    );
    expect(run.outputs).toEqual({ "convertStringListToString.Ami": AMI });
  });

  it.each(["55555555555", "5555555555555", "55555555555x"])("does not begin for the account %j", async (AccountId) => {
    await expect(share({}, { AccountId })).rejects.toThrow('Parameter "AccountId" has an invalid value');
  });
});
