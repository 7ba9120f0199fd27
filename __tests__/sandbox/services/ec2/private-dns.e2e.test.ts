import { CreateVpcCommand, CreateVpcEndpointCommand, EC2Client, ModifyVpcEndpointCommand } from "@aws-sdk/client-ec2";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "The private DNS of an interface endpoint", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let VpcEndpointId: string | undefined;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: "Interface",
        VpcId: Vpc?.VpcId,
        ServiceName: "com.amazonaws.ap-northeast-1.ssm",
        PrivateDnsEnabled: true,
      }),
    );
    VpcEndpointId = VpcEndpoint?.VpcEndpointId;
  });
  afterAll(() => test.end());

  it("cannot be changed, and the refusal says so", async () => {
    const { code, message } = await failureOf(
      ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PrivateDnsEnabled: false })),
    );
    expect(code).toBe("UnsupportedOperation");
    expect(message).toContain("create it with PrivateDnsEnabled=false");
  });

  it("may be set to its current value", async () => {
    await expect(
      ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PrivateDnsEnabled: true })),
    ).resolves.toMatchObject({ Return: true });
  });
});
