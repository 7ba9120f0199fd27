import { DescribeInstancesCommand, DescribeVolumesCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describeWith } from "../../../../requires";
import { startTestSandbox, type TestSandbox } from "../../../test-sandbox";

describeWith(["moto_server"], "An instance's root volume", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let ImageId: string | undefined;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    const ssm = await test.client(SSMClient, "app-dev");
    const Name = "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-arm64-gp2";
    ImageId = (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
  });
  afterAll(() => test.end());

  it.each([
    ["takes the image's size where only encryption is asked for", { Encrypted: true }, 8],
    ["has the size that is asked for", { Encrypted: true, VolumeSize: 30 }, 30],
  ])("%s", async (_, Ebs, size) => {
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId,
        InstanceType: "t4g.nano",
        MinCount: 1,
        MaxCount: 1,
        BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs }],
      }),
    );
    const VolumeIds = Instances[0]?.BlockDeviceMappings?.flatMap(({ Ebs: volume }) => volume?.VolumeId ?? []);
    const { Volumes } = await ec2.send(new DescribeVolumesCommand({ VolumeIds }));
    expect(Volumes?.map(({ Size, Encrypted }) => [Size, Encrypted])).toEqual([[size, true]]);
  });

  it("is attached at the root device that the instance reports", async () => {
    const { Instances: [{ InstanceId } = {}] = [] } = await ec2.send(
      new RunInstancesCommand({ ImageId, InstanceType: "t4g.nano", MinCount: 1, MaxCount: 1 }),
    );
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId ?? ""] }));
    const instance = Reservations?.[0]?.Instances?.[0];
    const { Volumes = [] } = await ec2.send(
      new DescribeVolumesCommand({
        Filters: [
          { Name: "attachment.instance-id", Values: [InstanceId ?? ""] },
          { Name: "attachment.device", Values: [instance?.RootDeviceName ?? ""] },
        ],
      }),
    );
    expect(instance?.BlockDeviceMappings).toHaveLength(1);
    expect(Volumes.map(({ Size, VolumeId }) => [Size, VolumeId])).toEqual([
      [8, instance?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId],
    ]);
  });
});
