/** Managed nodes and Run Command: which instances are managed nodes, how they lose their connection, and their commands. */
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";
import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { setTimeout as sleep } from "node:timers/promises";
import { remakeEndpoint, removeEndpoint } from "./endpoints";
import { byAccount, DEV, REGION, type Operator } from "./operator";

const AGENT_POLICY = {
  RoleName: "FleetbookInstanceRole",
  PolicyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
};
const POLL_MILLISECONDS = 150;

interface Invocation {
  readonly Status: string;
  readonly ResponseCode: number;
  readonly StandardOutputContent: string;
  readonly StandardErrorContent: string;
}

export function nodes(operator: () => Operator): void {
  let ec2: EC2Client;
  let instance = "";
  const ssm = <T>(...args: readonly string[]) => operator().cli<T>("app-dev", "ssm", ...args);
  const status = async () => (await operator().nodes("app-dev"))[instance];
  const endpoints = async (): Promise<readonly VpcEndpoint[]> => {
    const { VpcEndpoints: found = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
    return found.filter(({ State }) => State?.toLowerCase() === "available");
  };

  beforeAll(async () => {
    ec2 = await operator().client(EC2Client, "app-dev");
    instance = await operator().instance("app-dev");
  });

  it("are the deployed instances", async () => {
    const { InstanceInformationList: found } = await ssm<{ InstanceInformationList: readonly object[] }>(
      "describe-instance-information",
    );
    expect(found).toEqual([
      expect.objectContaining({
        InstanceId: instance,
        PingStatus: "Online",
        PlatformType: "Linux",
        IamRole: "FleetbookInstanceRole",
        ResourceType: "EC2Instance",
      }),
    ]);
  });

  it("run commands, and return the exit code and both outputs", async () => {
    const { Command: command } = await ssm<{ Command: { CommandId: string } }>(
      ...["send-command", "--document-name", "AWS-RunShellScript", "--instance-ids", instance],
      ...["--parameters", 'commands=["hostname; echo no >&2; exit 3"]'],
    );
    const get = ["get-command-invocation", "--command-id", command.CommandId, "--instance-id", instance];
    let invocation = await ssm<Invocation>(...get);
    while (["Pending", "InProgress"].includes(invocation.Status)) invocation = await ssm<Invocation>(...get);
    expect(invocation).toMatchObject({
      Status: "Failed",
      ResponseCode: 3,
      StandardOutputContent: expect.stringMatching(/^ip-10-0-1-/) as string,
      StandardErrorContent: "no\nfailed to run commands: exit status 3",
    });
    const list = ["list-command-invocations", "--details", "--command-id", command.CommandId];
    const { CommandInvocations: listed } = await ssm<{
      CommandInvocations: readonly { CommandPlugins: readonly { Output: string }[] }[];
    }>(...list);
    expect(listed[0]?.CommandPlugins[0]?.Output).toMatch(/^ip-10-0-1-[^]*\n----------ERROR-------\nno\n/);
  });

  it("are the only instances that accept commands", async () => {
    const send = ["send-command", "--document-name", "AWS-RunShellScript", "--parameters", "commands=hostname"];
    await expect(operator().refusal("app-dev", ...send, "--instance-ids", "i-0123456789abcdef0")).resolves.toContain(
      "(InvalidInstanceId)",
    );
  });

  describe("lose and regain their connection", () => {
    /** Checks that the node loses its connection after the first change and regains it after the second. */
    const awayAndBack = async (away: () => Promise<unknown>, back: () => Promise<unknown>): Promise<void> => {
      try {
        await away();
        expect(await status()).not.toBe("Online");
      } finally {
        await back();
      }
      expect(await status()).toBe("Online");
    };

    it("with an endpoint", async () => {
      const endpoint = (await endpoints()).find(({ ServiceName }) => ServiceName?.endsWith(".ssmmessages"));
      await awayAndBack(
        () => removeEndpoint(ec2, endpoint),
        async () => {
          // The agent does not find an endpoint without private DNS.
          const unnamed = await remakeEndpoint(ec2, endpoint, false);
          expect(await status()).not.toBe("Online");
          await removeEndpoint(ec2, unnamed);
          await remakeEndpoint(ec2, endpoint);
        },
      );
    });

    it("with port 443 in the endpoints' security group", async () => {
      // The endpoint of S3 is a gateway and has no security group.
      const endpoint = (await endpoints()).find(({ Groups = [] }) => Groups.length > 0);
      const GroupId = endpoint?.Groups?.[0]?.GroupId;
      const described = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ""] }));
      const rules = { GroupId, IpPermissions: described.SecurityGroups?.[0]?.IpPermissions };
      await awayAndBack(
        () => ec2.send(new RevokeSecurityGroupIngressCommand(rules)),
        () => ec2.send(new AuthorizeSecurityGroupIngressCommand(rules)),
      );
    });

    it("with the permissions of their role", async () => {
      const iam = await operator().client(IAMClient, "app-dev");
      await awayAndBack(
        () => iam.send(new DetachRolePolicyCommand(AGENT_POLICY)),
        () => iam.send(new AttachRolePolicyCommand(AGENT_POLICY)),
      );
    });

    it("with the state of the instance, and check-os then ends by its time-out", async () => {
      const start = () => ec2.send(new StartInstancesCommand({ InstanceIds: [instance] }));
      await ec2.send(new StopInstancesCommand({ InstanceIds: [instance] }));
      try {
        expect(await status()).toBeUndefined();
        const central = await operator().checkOs({ Accounts: [DEV], Regions: [REGION] });
        expect(byAccount(central)).toEqual({ [DEV]: "Failed" });
        const { AutomationExecutionStatus, StepExecutions: steps = [] } = await operator().ofInstance(
          "app-dev",
          central.AutomationExecutionId,
        );
        expect(AutomationExecutionStatus).toBe("TimedOut");
        expect(steps.map(({ StepStatus }) => StepStatus)).toEqual([
          "TimedOut",
          ...Array.from({ length: 4 }, () => "Pending"),
        ]);
      } finally {
        await start();
      }
      // The agent starts a moment after the instance.
      while ((await status()) !== "Online") await sleep(POLL_MILLISECONDS);
    });
  });
}
