import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeInstancesCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describeWith } from "../../../requires";
import { startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "The filter availability-zone", (moto) => {
  const [A, C] = ["ap-northeast-1a", "ap-northeast-1c"];
  let test: TestSandbox;
  let ec2: EC2Client;
  const subnets: Record<string, string | undefined> = {};
  const instances: Record<string, string | undefined> = {};

  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    const ssm = await test.client(SSMClient, "app-dev");
    const Name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    const ImageId = (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    for (const [index, zone] of [A, C].entries()) {
      const { Subnet } = await ec2.send(
        new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: zone }),
      );
      subnets[zone] = Subnet?.SubnetId;
      const { Instances } = await ec2.send(
        new RunInstancesCommand({
          ImageId,
          InstanceType: "t3.nano",
          MinCount: 1,
          MaxCount: 1,
          SubnetId: Subnet?.SubnetId,
        }),
      );
      instances[zone] = Instances?.[0]?.InstanceId;
    }
  });
  afterAll(() => test.end());

  const found = async (...filters: readonly [name: string, ...values: (string | undefined)[]][]) => {
    const Filters = filters.map(([Name, ...values]) => ({ Name, Values: values.flatMap((value) => value ?? []) }));
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ Filters }));
    return Reservations.flatMap(({ Instances = [] }) => Instances.map(({ InstanceId }) => InstanceId));
  };

  it("finds the instances of the zone, also in combination with other filters", async () => {
    expect(await found(["instance-state-name", "running"], ["availability-zone", A])).toEqual([instances[A]]);
    expect(await found(["availability-zone", A, C], ["subnet-id", subnets[C]])).toEqual([instances[C]]);
    expect(await found(["availability-zone", A], ["subnet-id", subnets[C]])).toEqual([]);
    expect(await found(["availability-zone", "ap-northeast-1x"])).toEqual([]);
  });
});
