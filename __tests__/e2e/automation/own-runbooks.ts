/** Runbooks that act in one account, each with its own role: images, scripts and associations. */
import { DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { EXECUTION_ROLE, PROD, type Operator } from "./operator";

const ROLE = "reads-instances";
const ROLE_ARN = `arn:aws:iam::${PROD}:role/${ROLE}`;
const EXECUTION_ROLE_ARN = `arn:aws:iam::${PROD}:role/${EXECUTION_ROLE}`;

const STOP_UNLESS_STOPPED = {
  schemaVersion: "0.3",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: { AutomationAssumeRole: { type: "String" }, InstanceId: { type: "String" } },
  mainSteps: [
    {
      name: "look",
      action: "aws:executeScript",
      inputs: {
        Runtime: "python3.11",
        Handler: "look",
        InputPayload: { id: "{{ InstanceId }}" },
        Script: [
          "import boto3",
          "def look(events, context):",
          "    found = boto3.client('ec2').describe_instances(InstanceIds=[events['id']])",
          "    return {",
          "        'Who': boto3.client('sts').get_caller_identity()['Arn'],",
          "        'State': found['Reservations'][0]['Instances'][0]['State']['Name'],",
          "    }",
        ].join("\n"),
      },
      outputs: [
        { Name: "Who", Selector: "$.Payload.Who", Type: "String" },
        { Name: "State", Selector: "$.Payload.State", Type: "String" },
      ],
    },
    {
      name: "stop",
      action: "aws:executeAwsApi",
      inputs: { Service: "ec2", Api: "StopInstances", InstanceIds: ["{{ InstanceId }}"] },
    },
  ],
  outputs: ["look.Who", "look.State"],
};

interface Association {
  readonly AssociationId: string;
  readonly AssociationVersion: string;
  readonly ScheduleExpression?: string;
  readonly Overview: { readonly Status: string };
}

export function ownRunbooks(operator: () => Operator): void {
  const ssm = <T>(...args: readonly string[]) => operator().cli<T>("app-prod", "ssm", ...args);
  let instance = "";
  const startOn = async (document: string, parameters: string) => {
    const { AutomationExecutionId: id } = await ssm<{ AutomationExecutionId: string }>(
      ...["start-automation-execution", "--document-name", document],
      ...["--parameters", `InstanceId=${instance}${parameters}`],
    );
    return operator().end("app-prod", id);
  };
  const images = async () => {
    const ec2 = await operator().client(EC2Client, "app-prod");
    const { Images: found = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ["self"] }));
    return found.map(({ ImageId, Name = "", State }) => ({ ImageId, Name, State }));
  };

  beforeAll(async () => {
    instance = await operator().instance("app-prod");
  });

  it("create an image with AWS-CreateImage", async () => {
    const { AutomationExecutionStatus, AutomationExecutionId, Outputs } = await startOn("AWS-CreateImage", "");
    expect(AutomationExecutionStatus).toBe("Success");
    expect(await images()).toContainEqual({
      ImageId: Outputs?.["createImage.ImageId"]?.[0],
      Name: `${instance}_${AutomationExecutionId}`,
      State: "available",
    });
  });

  it("run scripts with boto3 and the runbook's role, and fail if the role lacks a permission", async () => {
    const iam = await operator().client(IAMClient, "app-prod");
    const document = (statement: object): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const Principal = { Service: "ssm.amazonaws.com" };
    const AssumeRolePolicyDocument = document({ Principal, Action: "sts:AssumeRole" });
    await iam.send(new CreateRoleCommand({ RoleName: ROLE, AssumeRolePolicyDocument }));
    const PolicyDocument = document({ Action: "ec2:DescribeInstances", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: "look", PolicyDocument }));
    const content = JSON.stringify(STOP_UNLESS_STOPPED);
    await ssm("create-document", "--name", "stop-it", "--document-type", "Automation", "--content", content);

    const execution = await startOn("stop-it", `,AutomationAssumeRole=${ROLE_ARN}`);
    expect(execution.Outputs).toEqual({
      "look.Who": [`arn:aws:sts::${PROD}:assumed-role/${ROLE}/Automation-${execution.AutomationExecutionId}`],
      "look.State": ["running"],
    });
    expect(execution.AutomationExecutionStatus).toBe("Failed");
    expect(execution.FailureMessage).toMatch(
      /\(UnauthorizedOperation\) when calling the StopInstances operation.*not authorized to perform: ec2:StopInstances/,
    );
    expect(execution.StepExecutions?.[1]?.FailureDetails?.FailureType).toBe("Permission");
  });

  describe("are started by an association", () => {
    const settings = [
      ...["--name", "AWS-CreateImage", "--association-name", "images"],
      ...["--automation-target-parameter-name", "InstanceId", "--targets", "Key=tag:MyDocument,Values=Group1"],
      "--parameters",
      JSON.stringify({ AutomationAssumeRole: [EXECUTION_ROLE_ARN], InstanceId: ["{{RESOURCE_ID}}"] }),
    ];
    let id = "";
    /** Waits until every started run has ended. */
    const settled = async (): Promise<Association> => {
      for (;;) {
        const { AssociationDescription: found } = await ssm<{ AssociationDescription: Association }>(
          ...["describe-association", "--association-id", id],
        );
        if (found.Overview.Status !== "Pending") return found;
      }
    };
    const runs = async () => {
      const { AssociationExecutions: found } = await ssm<{
        AssociationExecutions: readonly { ExecutionId: string; Status: string; AssociationVersion: string }[];
      }>("describe-association-executions", "--association-id", id);
      return found;
    };

    it("as soon as it is created, on every instance with the tag", async () => {
      const { AssociationDescription: created } = await ssm<{ AssociationDescription: Association }>(
        ...["create-association", ...settings],
      );
      id = created.AssociationId;
      expect(created.Overview.Status).toBe("Pending");
      expect((await settled()).Overview.Status).toBe("Success");

      const [run] = await runs();
      const { AssociationExecutionTargets: targets } = await ssm<{
        AssociationExecutionTargets: readonly { OutputSource: { OutputSourceId: string } }[];
      }>(
        ...["describe-association-execution-targets", "--association-id", id],
        ...["--execution-id", run?.ExecutionId ?? ""],
      );
      expect(targets).toEqual([expect.objectContaining({ ResourceId: instance, Status: "Success" })]);
      const executionId = targets[0]?.OutputSource.OutputSourceId ?? "";
      expect((await operator().end("app-prod", executionId)).AssociationId).toBe(id);
      expect((await images()).map(({ Name }) => Name)).toContain(`${instance}_${executionId}`);
    });

    it("again when its schedule is changed, and on demand", async () => {
      const { AssociationDescription: updated } = await ssm<{ AssociationDescription: Association }>(
        ...["update-association", "--association-id", id, ...settings, "--schedule-expression", "rate(1 day)"],
      );
      expect(updated).toMatchObject({ AssociationVersion: "2", ScheduleExpression: "rate(1 day)" });
      await settled();
      await ssm("start-associations-once", "--association-ids", id);
      await settled();
      expect((await runs()).map((run) => `${run.AssociationVersion} ${run.Status}`)).toEqual([
        "2 Success",
        "2 Success",
        "1 Success",
      ]);
    });

    it("until it is deleted", async () => {
      const list = ["list-associations", "--association-filter-list", "key=AssociationName,value=images"];
      const { Associations: before } = await ssm<{ Associations: readonly Association[] }>(...list);
      expect(before.map(({ AssociationId }) => AssociationId)).toEqual([id]);
      await ssm("delete-association", "--association-id", id);
      await expect(operator().refusal("app-prod", "describe-association", "--association-id", id)).resolves.toContain(
        "(AssociationDoesNotExist)",
      );
    });

    it("only if it has targets for its parameter and a valid schedule", async () => {
      const create = ["create-association", "--name", "AWS-CreateImage", "--targets", "Key=tag:a,Values=b"];
      await expect(operator().refusal("app-prod", ...create)).resolves.toContain(
        "(ValidationException) when calling the CreateAssociation operation: Must specify both Automation Target Parameter Name and Targets",
      );
      await expect(
        operator().refusal("app-prod", "create-association", ...settings, "--schedule-expression", "daily"),
      ).resolves.toContain("(InvalidSchedule)");
    });
  });
}
