import { ApiCallError } from "../../../src/engine/errors";
import type { JsonObject } from "../../../src/document/json";
import { begin, callsOf, failureOf, inTurn, messageOf } from "./action-context";

const status = (name: string, check = "ok"): JsonObject => ({
  InstanceStatuses: ["i-1", "i-2"].map((InstanceId) => ({
    InstanceId,
    InstanceState: { Name: name },
    InstanceStatus: { Status: check },
    SystemStatus: { Status: check },
  })),
});
const launched = { "ec2:RunInstances": () => ({ Instances: [{ InstanceId: "i-1" }, { InstanceId: "i-2" }] }) };
const ready = { ...launched, "ec2:DescribeInstanceStatus": () => status("running") };

async function requestFor(inputs: JsonObject): Promise<JsonObject | undefined> {
  const { platform, ended } = begin("aws:runInstances", { ImageId: "ami-1", ...inputs }, { api: ready });
  await ended;
  return callsOf(platform, "ec2:RunInstances")[0];
}

describe("aws:runInstances", () => {
  it("waits until all instances are running and have passed their status checks", async () => {
    const { platform, ended } = begin(
      "aws:runInstances",
      { ImageId: "ami-1" },
      {
        api: {
          ...launched,
          "ec2:DescribeInstanceStatus": inTurn(status("pending"), status("running", "initializing"), status("running")),
        },
      },
    );
    await expect(ended).resolves.toEqual({
      outputs: { InstanceIds: ["i-1", "i-2"], InstanceStates: ["running", "running"] },
    });
    expect(callsOf(platform, "ec2:DescribeInstanceStatus")).toHaveLength(3);
  });

  it("launches one m1.small by default", async () => {
    expect(await requestFor({})).toEqual({ ImageId: "ami-1", InstanceType: "m1.small", MinCount: 1, MaxCount: 1 });
  });

  it("converts the inputs to the parameters of RunInstances", async () => {
    expect(
      await requestFor({
        InstanceType: "t3.nano",
        MinInstanceCount: "2",
        IamInstanceProfileName: "web",
        Monitoring: "true",
        SecurityGroupIds: "sg-1",
        SubnetId: "",
        MetadataOptions: { HttpTokens: "required" },
        TagSpecifications: [{ ResourceType: "instance", Tags: [] }],
      }),
    ).toEqual({
      ImageId: "ami-1",
      InstanceType: "t3.nano",
      MinCount: 2,
      MaxCount: 2,
      IamInstanceProfile: { Name: "web" },
      Monitoring: { Enabled: true },
      SecurityGroupIds: ["sg-1"],
      MetadataOptions: { HttpTokens: "required" },
      TagSpecifications: [{ ResourceType: "instance", Tags: [] }],
    });
  });

  it("decodes user data, which boto3 encodes again", async () => {
    const script = "#!/bin/sh\necho ü\n";
    expect(await requestFor({ UserData: Buffer.from(script).toString("base64") })).toMatchObject({ UserData: script });
  });

  it.each(["#!/bin/sh", Buffer.from([0xff, 0xfe]).toString("base64")])("rejects the user data %j", async (UserData) => {
    const failure = await failureOf("aws:runInstances", { ImageId: "ami-1", UserData });
    expect(failure).toMatchObject({ stage: "InputValidation", message: "UserData is not a string encoded in Base64" });
  });

  it("has AWS's message if launching fails", async () => {
    const refuse = (): never => {
      throw new ApiCallError("VPCIdNotSpecified", "No default VPC for this user.", "RunInstances");
    };
    expect(await messageOf("aws:runInstances", { ImageId: "ami-1" }, { api: { "ec2:RunInstances": refuse } })).toBe(
      "Automation Step Execution fails when it is launching the instance(s). Get Exception from RunInstances API of ec2 " +
        "Service. Exception Message from RunInstances API: [No default VPC for this user. (Service: AmazonEC2; Error Code: " +
        "VPCIdNotSpecified)]. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.",
    );
  });

  it("has AWS's message if an instance does not reach the running state", async () => {
    const api = { ...launched, "ec2:DescribeInstanceStatus": inTurn(status("pending"), status("shutting-down")) };
    expect(await messageOf("aws:runInstances", { ImageId: "ami-1" }, { api })).toContain(
      "Step fails when it's verifying launched instance(s) are ready to be used. Instance i-1 entered unexpected state: shutting-down.",
    );
  });
});
