import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import * as ssm from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient, type AssumeRoleCommandOutput } from "@aws-sdk/client-sts";
import { setTimeout as sleep } from "node:timers/promises";
import type { Credentials } from "../../../src/sandbox/identities/principals";
import { describeWith } from "../../requires";
import { APP_DEV_ID, APP_STAGING_ID, HOME_REGION } from "../example-fleet";
import { failureOf, startTestSandbox, type TestSandbox } from "../test-sandbox";

/** With it, whatever is read too early here is late by more than four seconds. */
const SEED = 141030;
/** Longer than anything is late, on a busy machine too. */
const LONGEST = 20_000;

/** What a call answers once it is as wanted. */
async function until<T>(call: () => Promise<T>, isSeen: (answer: T) => boolean = () => true): Promise<T> {
  const end = Date.now() + LONGEST;
  for (;;) {
    try {
      const answer = await call();
      if (isSeen(answer) || Date.now() > end) return answer;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(300);
  }
}

/** How a call has failed at first, and what it answers once it is seen. */
async function failedUntilSeen<T>(call: () => Promise<T>): Promise<{ readonly early: string; readonly seen: T }> {
  const { code } = await failureOf(call());
  return { early: code, seen: await until(call) };
}

const trusting = (Principal: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] });
const allowing = (Action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const SSM = trusting({ Service: "ssm.amazonaws.com" });
const ROOT = trusting({ AWS: APP_DEV_ID });

function credentialsOf({ Credentials: given }: AssumeRoleCommandOutput): Credentials {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = given ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

const runbook = (seconds: number, role = ""): string =>
  JSON.stringify({
    schemaVersion: "0.3",
    ...(role !== "" && { assumeRole: role }),
    mainSteps: [{ name: "wait", action: "aws:sleep", inputs: { Duration: `PT${String(seconds)}S` } }],
  });

describeWith(["moto_server"], "a sandbox that is as late as AWS", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    test = await startTestSandbox(moto, undefined, undefined, undefined, { seed: SEED });
  });
  afterAll(() => test.end());

  const iamClient = () => test.client(IAMClient, "app-dev");
  const ssmClient = () => test.client(ssm.SSMClient, "app-dev");
  const createRole = async (RoleName: string, AssumeRolePolicyDocument = ROOT, iam?: IAMClient) =>
    (iam ?? (await iamClient())).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const roleArn = (name: string): string => `arn:aws:iam::${APP_DEV_ID}:role/${name}`;

  it.concurrent("finds a new role on another connection after seconds, and on the same one at once", async () => {
    const iam = await iamClient();
    const other = await iamClient();
    await createRole("new", ROOT, iam);
    const get = new GetRoleCommand({ RoleName: "new" });
    expect(await iam.send(get)).toMatchObject({ Role: { RoleName: "new" } });
    expect((await failedUntilSeen(() => other.send(get))).early).toBe("NoSuchEntityException");
  });

  it.concurrent("finds a new managed policy after seconds", async () => {
    const PolicyDocument = allowing("s3:*");
    const { Policy } = await (await iamClient()).send(new CreatePolicyCommand({ PolicyName: "new", PolicyDocument }));
    const other = await iamClient();
    const { early } = await failedUntilSeen(() => other.send(new GetPolicyCommand({ PolicyArn: Policy?.Arn })));
    expect(early).toBe("NoSuchEntityException");
  });

  it.concurrent(
    "refuses a trust policy that names a role which is not seen yet, as Terraform's provider expects it",
    async () => {
      await createRole("trusted");
      const { early } = await failedUntilSeen(() => createRole("trusting", trusting({ AWS: roleArn("trusted") })));
      expect(early).toMatch(/^MalformedPolicyDocument/);
    },
  );

  it.concurrent("lets nobody assume a new role, and its sessions do what they may after seconds", async () => {
    const iam = await iamClient();
    await createRole("assumed", ROOT, iam);
    const putPolicy = (PolicyDocument: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName: "assumed", PolicyName: "own", PolicyDocument }));
    await putPolicy(allowing("ssm:*"));
    const sts = await test.client(STSClient, "app-dev");
    const assume = new AssumeRoleCommand({ RoleArn: roleArn("assumed"), RoleSessionName: "test" });
    const { early, seen } = await failedUntilSeen(() => sts.send(assume));
    expect(early).toBe("AccessDenied");
    const session = test.clientWith(ssm.SSMClient, credentialsOf(seen));
    const list = () => session.send(new ssm.ListDocumentsCommand({ MaxResults: 5 }));
    await until(list);
    await putPolicy(allowing("s3:*"));
    await list();
    const refused = await until(
      () =>
        list().then(
          () => "allowed",
          (error: Error) => error.name,
        ),
      (outcome) => outcome !== "allowed",
    );
    expect(refused).toBe("AccessDeniedException");
  });

  it.concurrent("launches no instance with a profile that EC2 does not see yet", async () => {
    const iam = await iamClient();
    await createRole("node", trusting({ Service: "ec2.amazonaws.com" }), iam);
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "node" }));
    const ec2 = await test.client(EC2Client, "app-dev");
    const image = await (
      await ssmClient()
    ).send(
      new ssm.GetParameterCommand({ Name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" }),
    );
    const run = () =>
      ec2.send(
        new RunInstancesCommand({
          ...{ ImageId: image.Parameter?.Value, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 },
          IamInstanceProfile: { Name: "node" },
        }),
      );
    const refusal = await failureOf(run());
    expect(refusal).toMatchObject({ code: "InvalidParameterValue" });
    expect(refusal.message).toContain("Invalid IAM Instance Profile name");
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: "node", RoleName: "node" }));
    expect((await until(run)).Instances).toHaveLength(1);
  });

  it.concurrent("creates, updates and starts documents late", async () => {
    const Name = "late-runbook";
    const [mine, other] = [await ssmClient(), await ssmClient()];
    const describe = (from: ssm.SSMClient) =>
      from.send(new ssm.DescribeDocumentCommand({ Name })).then(({ Document }) => Document);
    const isActive = (document: ssm.DocumentDescription | undefined) => document?.Status === "Active";
    await mine.send(new ssm.CreateDocumentCommand({ Name, DocumentType: "Automation", Content: runbook(1) }));
    expect(await describe(mine)).toMatchObject({ Status: "Creating" });
    const start = () => other.send(new ssm.StartAutomationExecutionCommand({ DocumentName: Name }));
    expect((await failureOf(start())).code).toBe("AutomationDefinitionNotFoundException");
    const own = new ssm.ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }] });
    const { DocumentIdentifiers: listed = [] } = await other.send(own);
    expect(listed.map(({ Name: each }) => each)).not.toContain(Name);
    expect((await failureOf(other.send(new ssm.GetDocumentCommand({ Name })))).code).toBe("InvalidDocument");
    expect(await until(() => describe(other), isActive)).toMatchObject({ DefaultVersion: "1" });

    await mine.send(new ssm.UpdateDocumentCommand({ Name, Content: runbook(2), DocumentVersion: "$LATEST" }));
    await mine.send(new ssm.UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion: "2" }));
    expect(await describe(mine)).toMatchObject({ Status: "Updating", DefaultVersion: "1", LatestVersion: "1" });
    expect(await other.send(new ssm.GetDocumentCommand({ Name }))).toMatchObject({ DocumentVersion: "1" });
    const { AutomationExecutionId } = await start();
    const { AutomationExecution } = await mine.send(new ssm.GetAutomationExecutionCommand({ AutomationExecutionId }));
    expect(AutomationExecution?.DocumentVersion).toBe("1");
    expect(await until(() => describe(other), isActive)).toMatchObject({ DefaultVersion: "2", LatestVersion: "2" });
  });

  it.concurrent("shares documents late with other accounts", async () => {
    const Name = "late-shared";
    const owner = await ssmClient();
    await owner.send(new ssm.CreateDocumentCommand({ Name, DocumentType: "Automation", Content: runbook(1) }));
    await owner.send(
      new ssm.ModifyDocumentPermissionCommand({ Name, PermissionType: "Share", AccountIdsToAdd: [APP_STAGING_ID] }),
    );
    const account = await test.client(ssm.SSMClient, "app-staging");
    const arn = `arn:aws:ssm:${HOME_REGION}:${APP_DEV_ID}:document/${Name}`;
    const { early } = await failedUntilSeen(() => account.send(new ssm.GetDocumentCommand({ Name: arn })));
    expect(early).toBe("InvalidDocument");
  });

  it.concurrent("cannot start an execution with a role that has just been made", async () => {
    const systems = await ssmClient();
    const Name = "late-role";
    const Content = runbook(1, roleArn("runs"));
    await systems.send(new ssm.CreateDocumentCommand({ Name, DocumentType: "Automation", Content }));
    await until(
      () => systems.send(new ssm.DescribeDocumentCommand({ Name })),
      ({ Document }) => Document?.Status === "Active",
    );
    await createRole("runs", SSM);
    const start = () => systems.send(new ssm.StartAutomationExecutionCommand({ DocumentName: Name }));
    expect((await failedUntilSeen(start)).early).toBe("InvalidAutomationExecutionParametersException");
  });

  it.concurrent("finds new parameters late", async () => {
    const Name = "/late/parameter";
    const [mine, other] = [await ssmClient(), await ssmClient()];
    await mine.send(new ssm.PutParameterCommand({ Name, Value: "first", Type: "String" }));
    const invalid = await other.send(new ssm.GetParametersCommand({ Names: [Name] }));
    expect(invalid).toMatchObject({ Parameters: [], InvalidParameters: [Name] });
    const { early } = await failedUntilSeen(() => other.send(new ssm.GetParameterCommand({ Name })));
    expect(early).toBe("ParameterNotFound");
  });
});
