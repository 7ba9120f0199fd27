import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { describeWith } from "../../../requires";
import { startTestSandbox, type TestSandbox } from "../../test-sandbox";

const HTTPS = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };

describeWith(["moto_server"], "The description of a security group rule", (moto) => {
  let test: TestSandbox;
  let ec2: EC2Client;
  let GroupId: string | undefined;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    ec2 = await test.client(EC2Client, "app-dev");
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    const group = { GroupName: "g", Description: "g", VpcId: Vpc?.VpcId };
    ({ GroupId } = await ec2.send(new CreateSecurityGroupCommand(group)));
  });
  afterAll(() => test.end());

  const descriptions = async (): Promise<readonly (string | undefined)[]> => {
    const Filters = [{ Name: "group-id", Values: [GroupId ?? ""] }];
    const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
    return SecurityGroupRules.map(({ Description }) => Description).sort();
  };

  it("stays, whatever the rule's source is", async () => {
    const list = { PrefixListName: "l", MaxEntries: 1, AddressFamily: "IPv4" };
    const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand(list));
    const PrefixListId = PrefixList?.PrefixListId;
    await ec2.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId,
        IpPermissions: [
          { ...HTTPS, PrefixListIds: [{ PrefixListId, Description: "to a list" }] },
          { ...HTTPS, IpRanges: [{ CidrIp: "10.0.0.0/8", Description: "to addresses" }] },
          { IpProtocol: "tcp", FromPort: 80, ToPort: 80, UserIdGroupPairs: [{ GroupId }] },
        ],
      }),
    );
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [{ ...HTTPS, UserIdGroupPairs: [{ GroupId, Description: "from a group" }] }],
      }),
    );
    // The rule for port 80 and the group's first rule have none.
    expect(await descriptions()).toEqual(["from a group", "to a list", "to addresses", undefined, undefined]);
  });
});
