// The VPC of a Lambda function.
import type { EC2Client } from "@aws-sdk/client-ec2";
import { functionNetworks } from "../../../../src/sandbox/services/answers/function-networks";
import { rest } from "../../authorization/fixtures";

test("a function is in the VPC of its subnets, in lists too", async () => {
  const Subnets = [
    { SubnetId: "subnet-1", VpcId: "vpc-one" },
    { SubnetId: "subnet-2", VpcId: "vpc-two" },
  ];
  const ec2 = { send: () => Promise.resolve({ Subnets }) } as unknown as EC2Client;
  const inSubnet = (id: string) => ({
    VpcConfig: { SubnetIds: [id], SecurityGroupIds: ["sg-1"], VpcId: "vpc-123abc" },
  });
  const functions = [inSubnet("subnet-1"), inSubnet("subnet-2"), inSubnet("subnet-gone"), { Runtime: "python3.12" }];
  const body = Buffer.from(JSON.stringify({ Functions: functions }));
  const layer = functionNetworks(() => ec2);
  const answer = await layer(rest("lambda", "GET /2015-03-31/functions/"), () =>
    Promise.resolve({ status: 200, headers: {}, body }),
  );
  const { Functions } = JSON.parse(answer.body.toString()) as { Functions: { VpcConfig?: { VpcId: string } }[] };
  expect(Functions.map(({ VpcConfig }) => VpcConfig?.VpcId)).toEqual(["vpc-one", "vpc-two", "", undefined]);
});
