/** AMI sharing, from the association that Terraform creates to the account with which the image is shared. */
import {
  CopyImageCommand,
  CreateImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  type Image,
  ModifyImageAttributeCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
  waitUntilImageAvailable,
} from "@aws-sdk/client-ec2";
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  GetDocumentCommand,
  SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
  type AutomationExecution,
} from "@aws-sdk/client-ssm";
import { setTimeout as sleep } from "node:timers/promises";
import { remakeEndpoint, removeEndpoint } from "./endpoints";
import { DEV, REGION, type Operator } from "./operator";

export const RUNBOOK = "fleetbook-CreateAndShareAmiRunbook";
export const ROLE = `FleetbookRunbook-${RUNBOOK}`;
export const PARTNER = "555555555555";
const POLL_MILLISECONDS = 200;

interface Association {
  readonly AssociationId: string;
  readonly Overview: { readonly Status: string; readonly DetailedStatus: string };
}

export function amiSharing(operator: () => Operator): void {
  let ec2: EC2Client;
  let partner: EC2Client;
  let instance = "";
  let association = "";
  /** The image that the deployment created. */
  let shared: Image = {};

  const cli = <T>(account: string, ...args: readonly string[]) => operator().cli<T>(account, ...args);
  const overview = async () => {
    const { AssociationDescription: found } = await cli<{ AssociationDescription: Association }>(
      ...["app-dev", "ssm", "describe-association", "--association-id", association],
    );
    return found.Overview;
  };
  const runs = async () => {
    const { AssociationExecutions: found } = await cli<{ AssociationExecutions: readonly { Status: string }[] }>(
      ...["app-dev", "ssm", "describe-association-executions", "--association-id", association],
    );
    return found;
  };
  /** The association's status after the run that `cause` starts. */
  const afterRun = async (cause: () => Promise<unknown>) => {
    const { length: before } = await runs();
    await cause();
    for (let found = await runs(); found.length === before || found[0]?.Status === "Pending"; found = await runs()) {
      await sleep(POLL_MILLISECONDS);
    }
    return overview();
  };
  const ownImages = async (): Promise<readonly Image[]> => {
    const { Images: images = [] } = await ec2.send(new DescribeImagesCommand({ Owners: ["self"] }));
    return images;
  };
  /** Starts the runbook on one instance, with its own role. */
  const share = (InstanceId: string, more: Record<string, string[]> = {}): Promise<AutomationExecution> =>
    operator().run("app-dev", {
      DocumentName: RUNBOOK,
      Parameters: {
        AccountId: [PARTNER],
        AutomationAssumeRole: [`arn:aws:iam::${DEV}:role/${ROLE}`],
        InstanceId: [InstanceId],
        ...more,
      },
    });
  const failureOf = async (work: Promise<unknown>): Promise<string> => {
    try {
      await work;
    } catch (error) {
      return (error as Error).name;
    }
    return "none";
  };

  beforeAll(async () => {
    ec2 = await operator().client(EC2Client, "app-dev");
    partner = await operator().client(EC2Client, "partner");
    instance = await operator().instance("app-dev");
    const { Associations: found } = await cli<{ Associations: readonly Association[] }>(
      ...["app-dev", "ssm", "list-associations", "--association-filter-list"],
      `key=AssociationName,value=${RUNBOOK}Association`,
    );
    association = found[0]?.AssociationId ?? "";
  });

  it("has succeeded by the end of the deployment, with the AMI's id in the outputs of the execution's steps", async () => {
    expect(await overview()).toMatchObject({ Status: "Success", DetailedStatus: "Success" });
    const { AutomationExecutionMetadataList: executions } = await cli<{
      AutomationExecutionMetadataList: readonly { AutomationExecutionId: string; Target?: string }[];
    }>(
      ...["app-dev", "ssm", "describe-automation-executions"],
      ...["--filters", `Key=DocumentNamePrefix,Values=${RUNBOOK}`],
    );
    const ofInstance = executions.find(({ Target }) => Target === instance)?.AutomationExecutionId ?? "";
    const { AutomationExecution: execution } = await cli<{ AutomationExecution: AutomationExecution }>(
      ...["app-dev", "ssm", "get-automation-execution", "--automation-execution-id", ofInstance],
    );
    const id = execution.Outputs?.["convertStringListToString.Ami"]?.[0] ?? "";
    expect(id).toMatch(/^ami-[0-9a-f]{17}$/);
    const convert = execution.StepExecutions?.find(({ StepName }) => StepName === "convertStringListToString");
    expect(convert?.Outputs?.["Ami"]).toEqual([id]);
    shared = (await ownImages()).find(({ ImageId }) => ImageId === id) ?? {};
    expect(shared.Tags).toEqual(
      expect.arrayContaining([
        { Key: "fleetbook:runbook", Value: "create-and-share-ami" },
        { Key: "fleetbook:instance", Value: instance },
        { Key: "fleetbook:execution", Value: ofInstance },
      ]),
    );
    expect(shared.Name).toMatch(new RegExp(`^${instance}_[0-9a-f-]{36}$`));
  });

  it("reports the image's KMS key and the permissions that the key policy must allow", async () => {
    const { Outputs } = await share(instance);
    expect(Outputs?.["checkVolumes.KeyGrants"]).toEqual([
      expect.stringMatching(/arn:aws:kms:ap-northeast-1:222222222222:key\/.*555555555555 must be allowed.*CreateGrant/),
    ]);
  });

  it("adds only the other account to the image's launch permissions", async () => {
    const { LaunchPermissions } = await cli<{ LaunchPermissions: readonly object[] }>(
      ...["app-dev", "ec2", "describe-image-attribute", "--attribute", "launchPermission"],
      ...["--image-id", shared.ImageId ?? ""],
    );
    expect(LaunchPermissions).toEqual([{ UserId: PARTNER }]);
  });

  it("lets the other account describe, launch and copy the image with the KMS key that the deployment created", async () => {
    const id = shared.ImageId ?? "";
    const { Images } = await cli<{ Images: readonly Image[] }>("partner", "ec2", "describe-images", "--image-ids", id);
    expect(Images).toMatchObject([{ ImageId: id, OwnerId: DEV }]);
    const { Instances = [] } = await partner.send(
      new RunInstancesCommand({ ImageId: id, InstanceType: "t4g.nano", MinCount: 1, MaxCount: 1 }),
    );
    await partner.send(new TerminateInstancesCommand({ InstanceIds: [Instances[0]?.InstanceId ?? ""] }));
    const copy = await partner.send(
      new CopyImageCommand({ SourceImageId: id, SourceRegion: REGION, Name: "own", Encrypted: true }),
    );
    expect(copy.ImageId).toMatch(/^ami-/);
  });

  it("does not show the image to a third account", async () => {
    const failure = cli("app-prod", "ec2", "describe-images", "--image-ids", shared.ImageId ?? "");
    await expect(failure).rejects.toThrow("InvalidAMIID.NotFound");
  });

  it("does not let the account make the image public", async () => {
    const publish = new ModifyImageAttributeCommand({
      ImageId: shared.ImageId,
      LaunchPermission: { Add: [{ Group: "all" }] },
    });
    expect(await failureOf(ec2.send(publish))).toBe("OperationNotPermitted");
    await expect(
      operator().refusal(
        ...(["app-dev", "modify-document-permission", "--name", RUNBOOK, "--permission-type", "Share"] as const),
        ...["--account-ids-to-add", "all"],
      ),
    ).resolves.toContain("can't be shared publicly");
  });

  it("deletes its own older images of the instance with their snapshots on request, and no other images", async () => {
    const { ImageId: foreign } = await ec2.send(
      new CreateImageCommand({ InstanceId: instance, Name: `${instance}_by-hand` }),
    );
    const { Outputs, AutomationExecutionStatus } = await share(instance, { ImagesToKeep: ["1"] });
    expect(AutomationExecutionStatus).toBe("Success");
    const kept = await ownImages();
    expect(kept.map(({ ImageId }) => ImageId).sort()).toEqual(
      [foreign, Outputs?.["convertStringListToString.Ami"]?.[0]].sort(),
    );
    const snapshots = shared.BlockDeviceMappings?.flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []) ?? [];
    expect(snapshots).toHaveLength(1);
    const gone = ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: snapshots }));
    expect(await failureOf(gone)).toBe("InvalidSnapshot.NotFound");
  });

  describe("has a role that", () => {
    let asRole: EC2Client;
    beforeAll(async () => {
      asRole = await operator().client(EC2Client, "app-dev", ROLE);
    });

    it("cannot create an image of an instance without the tag", async () => {
      const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instance] }));
      const { ImageId, SubnetId } = Reservations?.[0]?.Instances?.[0] ?? {};
      const { Instances = [] } = await ec2.send(
        new RunInstancesCommand({ ImageId, SubnetId, InstanceType: "t4g.nano", MinCount: 1, MaxCount: 1 }),
      );
      const other = Instances[0]?.InstanceId ?? "";
      const image = new CreateImageCommand({ InstanceId: other, Name: "not allowed" });
      expect(await failureOf(asRole.send(image))).toBe("UnauthorizedOperation");
      await ec2.send(new TerminateInstancesCommand({ InstanceIds: [other] }));
    });

    it("cannot share an image that the account does not own", async () => {
      const staging = await operator().client(EC2Client, "app-staging");
      const { ImageId = "" } = await staging.send(
        new CreateImageCommand({ InstanceId: await operator().instance("app-staging"), Name: "of staging" }),
      );
      const waiting = { client: staging, minDelay: 1, maxDelay: 1, maxWaitTime: 20 };
      await waitUntilImageAvailable(waiting, { ImageIds: [ImageId] });
      const permission = (UserId: string) => ({ ImageId, LaunchPermission: { Add: [{ UserId }] } });
      expect(await failureOf(staging.send(new ModifyImageAttributeCommand(permission(DEV))))).toBe("InvalidParameter");
      const attempt = new ModifyImageAttributeCommand(permission(PARTNER));
      expect(await failureOf(asRole.send(attempt))).toBe("UnauthorizedOperation");
      const amazons = new ModifyImageAttributeCommand({ ...permission(PARTNER), ImageId: "ami-0f1ee7b00c0000001" });
      expect(await failureOf(asRole.send(amazons))).toBe("UnauthorizedOperation");
    });
  });

  it("creates no image of a volume with the AWS managed key, and gives the reason", async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instance] }));
    const { ImageId, SubnetId, SecurityGroups } = Reservations?.[0]?.Instances?.[0] ?? {};
    const { Instances = [] } = await ec2.send(
      new RunInstancesCommand({
        ...{ ImageId, SubnetId, InstanceType: "t4g.nano", MinCount: 1, MaxCount: 1 },
        SecurityGroupIds: SecurityGroups?.flatMap(({ GroupId }) => GroupId ?? []) ?? [],
        IamInstanceProfile: { Name: "FleetbookInstanceRole" },
        BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true } }],
        TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "MyDocument", Value: "Group1" }] }],
      }),
    );
    const id = Instances[0]?.InstanceId ?? "";
    try {
      const { AutomationExecutionStatus, FailureMessage } = await share(id);
      expect(AutomationExecutionStatus).toBe("Failed");
      expect(FailureMessage).toContain("a key that AWS manages. AWS does not let an image of it be shared");
      expect((await ownImages()).filter(({ Name = "" }) => Name.startsWith(id))).toEqual([]);
    } finally {
      await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    }
  });

  describe("in case of a failure", () => {
    /** Runs the runbook while its role is denied an action. */
    const shareWithout = async (Action: string): Promise<AutomationExecution> => {
      const iam = await operator().client(IAMClient, "app-dev");
      const policy = { RoleName: ROLE, PolicyName: "deny" };
      const Statement = [{ Effect: "Deny", Action, Resource: "*" }];
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
      await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
      return share(instance).finally(() => iam.send(new DeleteRolePolicyCommand(policy)));
    };
    const failureIn = (execution: AutomationExecution, step: string): string =>
      execution.StepExecutions?.find(({ StepName }) => StepName === step)?.FailureMessage ?? "";

    it("names the image that was created but could not be shared", async () => {
      const execution = await shareWithout("ec2:ModifyImageAttribute");
      const made = execution.Outputs?.["convertStringListToString.Ami"]?.[0] ?? "none";
      expect((await ownImages()).map(({ ImageId }) => ImageId)).toContain(made);
      expect(execution.AutomationExecutionStatus).toBe("Failed");
      expect(execution.FailureMessage).toContain(
        `not shared with ${PARTNER}, and left in this account: ${made} (available)`,
      );
      expect(failureIn(execution, "shareAmiWithAnotherAccount")).toContain(
        "not authorized to perform: ec2:ModifyImageAttribute",
      );
    });

    it("creates no image if the account to share with is the account itself", async () => {
      const before = await ownImages();
      const { FailureMessage } = await share(instance, { AccountId: [`${PARTNER},${DEV}`] });
      expect(FailureMessage).toContain(`${DEV} is the account of the instance itself`);
      expect(await ownImages()).toHaveLength(before.length);
    });

    it("gives the reason if no image was created", async () => {
      const before = await ownImages();
      const execution = await shareWithout("ec2:CreateImage");
      expect(execution.AutomationExecutionStatus).toBe("Failed");
      expect(execution.FailureMessage).toContain("not authorized to perform: ec2:CreateImage");
      expect(failureIn(execution, "nameLeftImage")).toContain(`No image of ${instance} is left`);
      expect(await ownImages()).toHaveLength(before.length);
    });
  });

  it("runs again when the runbook changes, and fails if the instance does not reach Systems Manager", async () => {
    const ssm = await operator().client(SSMClient, "app-dev");
    const { Content = "" } = await ssm.send(new GetDocumentCommand({ Name: RUNBOOK, DocumentFormat: "YAML" }));
    const inForce = (DocumentVersion = "") =>
      ssm.send(new UpdateDocumentDefaultVersionCommand({ Name: RUNBOOK, DocumentVersion }));
    const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
    const endpoint = VpcEndpoints.find(({ ServiceName }) => ServiceName?.endsWith(".ssm"));
    await removeEndpoint(ec2, endpoint);
    const before = await ownImages();
    try {
      // A short time-out is enough: the sandbox knows at once whether the agent will ever answer.
      const impatient = Content.replace("timeoutSeconds: 300", "timeoutSeconds: 2");
      const { DocumentDescription: updated } = await ssm.send(
        new UpdateDocumentCommand({
          ...{ Name: RUNBOOK, Content: impatient, DocumentFormat: "YAML", DocumentVersion: "$LATEST" },
        }),
      );
      expect(await afterRun(() => inForce(updated?.DocumentVersion))).toMatchObject({
        Status: "Failed",
        DetailedStatus: "TimedOut",
      });
      expect(await ownImages()).toHaveLength(before.length);
    } finally {
      await remakeEndpoint(ec2, endpoint);
    }
    expect(await afterRun(() => inForce("1"))).toMatchObject({ Status: "Success" });
    expect(await ownImages()).toHaveLength(before.length + 1);
  });

  it("succeeds with an empty count if no instance has the tag", async () => {
    const retag = (Value: string) =>
      cli("app-dev", "ec2", "create-tags", "--resources", instance, "--tags", `Key=MyDocument,Value=${Value}`);
    await retag("Other");
    try {
      const once = () => cli("app-dev", "ssm", "start-associations-once", "--association-ids", association);
      expect(await afterRun(once)).toEqual({
        Status: "Success",
        DetailedStatus: "Success",
        AssociationStatusAggregatedCount: {},
      });
    } finally {
      await retag("Group1");
    }
  });
}
