/** Settings of single accounts, deployed by the real Terraform and read back with the AWS CLI. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { readSharedImages, type SharedImage } from "../../src/demo/shared-images";
import { READER_ROLE_NAME } from "../../src/fleet/names";
import { awsVariables } from "../../src/sandbox/lifecycle/environment";
import { describeWith } from "../requires";
import { aws, fleetbook } from "./commands";
import { FixtureFleet, type FleetFile } from "./fixture-fleet";
import type { LocalFleet } from "../../src/demo/local-fleet";

const REGION = "us-east-2";
const OWNER = "200000000002";
const STATE_BUCKET = `tf-${OWNER}-${REGION}-state`;
const LOGS = (account: string): string => `logs-${account}`;

async function shell(local: LocalFleet, account: string): Promise<NodeJS.ProcessEnv> {
  return { ...process.env, ...awsVariables({ ...(await local.accessTo(account)), env: process.env }) };
}

/** The key and the bucket for logs that the fleet file refers to, and then the state buckets by `fleetbook bootstrap`. */
async function bootstrapped(local: LocalFleet): Promise<void> {
  for (const { id } of [local.fleet.managementAccount, ...local.fleet.memberAccounts]) {
    const env = await shell(local, id);
    const { KeyMetadata: key } = await aws<{ KeyMetadata: { KeyId: string } }>(env, "kms", "create-key");
    const alias = ["--alias-name", "alias/terraform-state", "--target-key-id", key.KeyId];
    await aws(env, "kms", "create-alias", ...alias);
    const location = ["--create-bucket-configuration", `LocationConstraint=${REGION}`];
    await aws(env, "s3api", "create-bucket", "--bucket", LOGS(id), ...location);
    const statement = {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${LOGS(id)}/*`,
      Condition: { StringEquals: { "aws:SourceAccount": id } },
    };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await aws(env, "s3api", "put-bucket-policy", "--bucket", LOGS(id), "--policy", policy);
  }
  const { status, stdout, stderr } = await fleetbook("fleetbook", ["bootstrap"], local.env).outcome;
  if (status !== 0) throw new Error(stdout + stderr);
}

describeWith(["terraform", "moto_server", "aws"], "A fleet with settings of its own", () => {
  let fleet: FixtureFleet;
  let owner: NodeJS.ProcessEnv;

  beforeAll(async () => {
    fleet = await FixtureFleet.start("settings", { makeBuckets: bootstrapped });
    await fleet.deploy();
    owner = await shell(fleet.local, OWNER);
  });
  afterAll(() => fleet.local.stop());

  describe("has a state bucket", () => {
    it("with the name of its pattern, which holds the states", async () => {
      const { Contents: objects } = await aws<{ Contents: { Key: string }[] }>(
        owner,
        ...["s3api", "list-objects-v2", "--bucket", STATE_BUCKET],
      );
      expect(objects.map(({ Key }) => Key)).toEqual(["member.tfstate", "state.tfstate", "target.tfstate"]);
    });

    it("that is encrypted with the account's own key", async () => {
      const { KeyMetadata: key } = await aws<{ KeyMetadata: { Arn: string } }>(
        owner,
        ...["kms", "describe-key", "--key-id", "alias/terraform-state"],
      );
      const { ServerSideEncryptionConfiguration: encryption } = await aws<{
        ServerSideEncryptionConfiguration: { Rules: object[] };
      }>(owner, "s3api", "get-bucket-encryption", "--bucket", STATE_BUCKET);
      expect(encryption.Rules).toMatchObject([
        {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: "aws:kms",
            KMSMasterKeyID: key.Arn,
          },
          BucketKeyEnabled: true,
        },
      ]);
    });

    it("whose accesses are logged", async () => {
      expect(await aws(owner, "s3api", "get-bucket-logging", "--bucket", STATE_BUCKET)).toMatchObject({
        LoggingEnabled: { TargetBucket: LOGS(OWNER), TargetPrefix: `${STATE_BUCKET}/` },
      });
    });
  });

  it("has an association of the account's own runbook, which has run on the tagged instance", async () => {
    const { Associations: associations } = await aws<{
      Associations: { AssociationId: string; AssociationName: string }[];
    }>(owner, ...["ssm", "list-associations"]);
    const { AssociationId: id = "" } =
      associations.find(({ AssociationName: name }) => name === "hostname-every-day") ?? {};
    expect(await aws(owner, "ssm", "describe-association", "--association-id", id)).toMatchObject({
      AssociationDescription: {
        Name: "check-os",
        ScheduleExpression: "rate(1 day)",
        ComplianceSeverity: "HIGH",
        Targets: [{ Key: "tag:MyDocument", Values: ["Group1"] }],
        OutputLocation: { S3Location: { OutputS3BucketName: LOGS(OWNER), OutputS3KeyPrefix: "associations" } },
      },
    });
    const { AutomationExecutionMetadataList: executions } = await aws<{
      AutomationExecutionMetadataList: { DocumentName: string; AutomationExecutionStatus: string; Target?: string }[];
    }>(owner, "ssm", "describe-automation-executions", "--filters", "Key=DocumentNamePrefix,Values=check-os");
    const onInstances = executions.filter(({ Target: target }) => target?.startsWith("i-") === true);
    expect(onInstances.map(({ AutomationExecutionStatus: status }) => status)).toEqual(["Success"]);
  });

  /** What the account's settings of Automation are, and who has set them. */
  async function automationSettings(): Promise<object> {
    const settings = ["enable-adaptive-concurrency", "throttling-retry-time-limit"].map(async (name) => {
      const id = `/ssm/automation/${name}`;
      const { ServiceSetting: setting } = await aws<{ ServiceSetting: { SettingValue: string; Status: string } }>(
        owner,
        ...["ssm", "get-service-setting", "--setting-id", id],
      );
      return [name, `${setting.SettingValue}, ${setting.Status}`] as const;
    });
    return Object.fromEntries(await Promise.all(settings));
  }

  it("has the settings of Automation that its file says", async () => {
    expect(await automationSettings()).toEqual({
      "enable-adaptive-concurrency": "True, Customized",
      "throttling-retry-time-limit": "600, Customized",
    });
  });

  it("has an association without targets, which a change replaces, and AWS's own settings once its file has none", async () => {
    fleet.edit((file) => {
      setOnceSchedule(file, "rate(20 days)");
      for (const account of file.memberAccounts) delete account.automation;
    });
    const { "member-owner": changes, ...others } = await fleet.deploy();
    expect(others).toEqual({});
    expect(changes).toMatchObject({ add: 1, remove: 3 });
    expect(await automationSettings()).toEqual({
      "enable-adaptive-concurrency": "False, Default",
      "throttling-retry-time-limit": "0, Default",
    });
    const { Associations: associations } = await aws<{
      Associations: { AssociationName: string; ScheduleExpression: string }[];
    }>(owner, ...["ssm", "list-associations"]);
    expect(associations).toContainEqual(
      expect.objectContaining({ AssociationName: "hostname-once", ScheduleExpression: "rate(20 days)" }),
    );
  });

  describe("shares images", () => {
    let image: SharedImage | undefined;
    beforeAll(async () => {
      [image] = await readSharedImages(fleet.local);
    });

    it("with an organizational unit and an account", () => {
      expect(image?.sharedWith).toEqual([
        "200000000009",
        "arn:aws:organizations::200000000001:ou/o-settings01/ou-sett-workload",
      ]);
    });

    it("so that exactly their accounts can see them", () => {
      expect(Object.fromEntries(image?.describedBy ?? [])).toEqual({
        "200000000001": false,
        "200000000003": true,
        "200000000004": false,
        "200000000009": true,
        "200000000010": false,
      });
    });
  });

  it.each(["user/operations", "role/audit"])("trusts each reader: %s", async (principal) => {
    const { Role: role } = await aws<{ Role: { AssumeRolePolicyDocument: { Statement: object[] } } }>(
      owner,
      ...["iam", "get-role", "--role-name", READER_ROLE_NAME],
    );
    expect(role.AssumeRolePolicyDocument.Statement).toMatchObject([
      { Principal: { AWS: expect.arrayContaining([`arn:aws:iam::200000000001:${principal}`]) as string[] } },
    ]);
  });

  it("is as planned after an apply was killed together with its Terraform, and has no lock", async () => {
    fleet.edit((file) => setOnceSchedule(file, "rate(25 days)"));
    const env = { ...fleet.local.env, FLEETBOOK_FLEET: fleet.fleet.file };
    const out = join(fleet.local.workFolder, "kept-plans");
    const command = (...args: readonly string[]) => fleetbook("fleetbook", args, env);
    const plan = () => command("plan", "member-owner", "--out", out, "--detailed-exitcode").outcome;
    expect(await plan()).toMatchObject({ status: 2 });

    const apply = command("apply", out, "--yes");
    const record = await terraformOf(out, "member-owner");
    process.kill(apply.child.pid ?? 0, "SIGKILL");
    process.kill(record, "SIGKILL");
    await apply.outcome;

    const again = await command("apply", out, "--yes").outcome;
    // If Terraform had changed a part, the rest is planned anew.
    if (again.status !== 0) {
      expect(again.stderr).toContain("ended in the middle");
      expect(await plan()).toMatchObject({ status: 2 });
      expect(await command("apply", out, "--yes").outcome).toMatchObject({ status: 0 });
    }
    expect(await plan()).toMatchObject({ status: 0 });
    const { stdout } = await command("stacks").outcome;
    expect(stdout).not.toContain("locked");
  });
});

function setOnceSchedule(file: FleetFile, schedule: string): void {
  for (const association of file.memberAccounts.flatMap(({ associations = [] }) => associations)) {
    if (association.name === "hostname-once") association.schedule = schedule;
  }
}

/** Waits until a plan of the folder is being applied. @returns the process id of its Terraform */
async function terraformOf(out: string, stack: string): Promise<number> {
  for (;;) {
    await sleep(50);
    if (!existsSync(join(out, stack, "begun.json"))) continue;
    const { stdout } = await promisify(execFile)("pgrep", ["-f", join(out, stack, "plan")]).catch(() => ({
      stdout: "",
    }));
    const [pid] = stdout.split("\n").filter(Boolean);
    if (pid !== undefined) return Number(pid);
  }
}
