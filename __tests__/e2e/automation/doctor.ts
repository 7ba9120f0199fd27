/** `fleetbook doctor`: planted faults of tools, credentials, the fleet file, and accounts. Each is named with what mends it. */
import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ModifyDocumentPermissionCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ADMINISTRATION_ROLE_NAME } from "../../../src/fleet/names";
import { fleetbook, temporaryFolder } from "../commands";
import { DEV, EXECUTION_ROLE, REGION, type Operator } from "./operator";

interface Examined {
  readonly status: number | null;
  /** `fault roles app-prod: <message>` */
  readonly found: readonly string[];
  readonly remedies: readonly string[];
}

interface Printed {
  readonly results: readonly {
    readonly area: string;
    readonly status: string;
    readonly message: string;
    readonly remedy?: string;
    readonly accounts: readonly string[];
  }[];
}

const LOCK = {
  ID: "11111111-2222-4333-8444-555555555555",
  Operation: "OperationTypeApply",
  Who: "somebody@elsewhere",
  Created: "2026-11-29T10:00:00Z",
};

export function doctor(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  const examine = async (changes: NodeJS.ProcessEnv = {}, ...args: readonly string[]): Promise<Examined> => {
    const env = { ...operator().deploying, FLEETBOOK_FLEET: operator().fleetFile, ...changes };
    const { status, stdout, stderr } = await fleetbook("fleetbook", ["doctor", "--json", ...args], env).outcome;
    if (stdout === "") throw new Error(stderr);
    const faults = (JSON.parse(stdout) as Printed).results
      .filter(({ status }) => status !== "ok")
      // The tests make the buckets without Terraform.
      .filter(({ message }) => message !== "The state bucket is there, and Terraform does not manage it.");
    return {
      status,
      found: faults.map(({ area, status, message, accounts }) => {
        return `${[status, area, ...accounts].join(" ")}: ${message}`;
      }),
      remedies: faults.map(({ remedy = "" }) => remedy),
    };
  };
  /** The fleet file with changes that are not deployed. */
  const fleetFile = async (name: string, change: (text: string) => string): Promise<readonly string[]> => {
    const file = join(folder.path, name);
    await writeFile(file, change(await readFile(operator().fleetFile, "utf8")));
    return ["--fleet", file];
  };

  it("finds no fault in a healthy fleet", async () => {
    expect(await examine()).toMatchObject({ status: 0, found: [] });
  });

  it("names tools that are missing or named wrongly", async () => {
    const programs = join(folder.path, "bin");
    await mkdir(programs);
    await symlink(process.execPath, join(programs, "node"));
    const { status, found } = await examine({
      ...{ PATH: programs, TERRAFORM_BINARY_NAME: "/nowhere/terraform", FLEETBOOK_PROVIDER_MIRROR: "/nowhere" },
    });
    expect(status).toBe(1);
    expect(found).toEqual([
      expect.stringMatching(/^fault tools: TERRAFORM_BINARY_NAME: \/nowhere\/terraform is not an executable file/),
      "fault tools: FLEETBOOK_PROVIDER_MIRROR: /nowhere does not exist.",
      "warning tools: There is no Python for the sandbox. It needs Python 3.10 or newer, and python3 is not on PATH.",
      "warning tools: git is not on PATH.",
    ]);
  });

  it("names credentials that AWS does not accept, and an endpoint that does not answer", async () => {
    const unknown = await examine({ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "wrong" });
    expect(unknown).toMatchObject({
      status: 1,
      found: [expect.stringMatching(/^fault credentials: AWS does not accept the credentials: /)],
    });
    const silent = await examine({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect(silent).toMatchObject({
      status: 1,
      found: [expect.stringMatching(/^fault credentials: Nothing answers at http:\/\/127\.0\.0\.1:9: /)],
    });
  });

  it("names what is wrong in the accounts", async () => {
    const management = await operator().client(IAMClient, "management");
    const prod = await operator().client(IAMClient, "app-prod");
    const ssm = await operator().client(SSMClient, "management");
    const s3 = await operator().client(S3Client, "app-dev");
    const bucket = `fleetbook-state-${DEV}-${REGION}`;
    const restoreAdministration = await replaceInTrust(management, ADMINISTRATION_ROLE_NAME, "ssm.", "ec2.");
    const restoreExecution = await replaceInTrust(prod, EXECUTION_ROLE, "o-fleetbook01", "o-anotherone1");
    const share = { Name: "check-os", PermissionType: "Share" } as const;
    await ssm.send(new ModifyDocumentPermissionCommand({ ...share, AccountIdsToRemove: [DEV] }));
    const lock = { Bucket: bucket, Key: "member.tfstate.tflock" };
    await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify(LOCK) }));

    const { status, found, remedies } = await examine();

    await s3.send(new DeleteObjectCommand(lock));
    await ssm.send(new ModifyDocumentPermissionCommand({ ...share, AccountIdsToAdd: [DEV] }));
    await Promise.all([restoreAdministration(), restoreExecution()]);
    expect(status).toBe(1);
    expect(found).toEqual([
      "warning state app-dev: The stack member-app-dev is locked by somebody@elsewhere since 2026-11-29T10:00:00.000Z (apply).",
      expect.stringMatching(/^fault roles management: Systems Manager cannot assume the administration role\. /),
      expect.stringMatching(/^fault roles app-prod: The execution role does not trust the administration role /),
      `fault runbooks management: The runbook check-os in ${REGION} is not shared with app-dev. AWS would say that the execution role cannot be assumed.`,
    ]);
    expect(remedies).toEqual([
      expect.stringContaining(`unlock member-app-dev ${LOCK.ID}`),
      "Deploy its administrator stack: npm run fleetbook -- apply",
      "Deploy its member stack: npm run fleetbook -- apply",
      "Deploy its administrator stack: npm run fleetbook -- apply",
    ]);
    expect((await examine()).found).toEqual([]);
  });

  it("names what the fleet file has and AWS does not, or not yet", async () => {
    const args = await fleetFile("more.yaml", (text) =>
      text
        .replace(
          "- name: check-os-windows",
          "- { name: check-os-windows, executionRole: own }\n  - name: create-and-share-ami",
        )
        .replace("blockPublicSharing: true", "automation: { throttlingRetrySeconds: 600 }")
        .replace("name: app-prod\n", "name: app-prod\n    blockPublicSharing: true\n")
        .replace("memberAccounts:\n", 'memberAccounts:\n  - { id: "999999999999", name: app-gone, ou: workloads }\n'),
    );
    const { status, found } = await examine({}, ...args);
    expect(status).toBe(1);
    expect(found).toEqual([
      expect.stringMatching(/^fault credentials app-gone: .* cannot assume /),
      "fault organization app-gone: The account is not in the organization.",
      "warning state app-dev: Its stack for guards has resources and is no longer in fleet.yaml.",
      "warning state app-prod: Its stack for guards was never deployed.",
      "fault roles app-dev app-staging app-prod: There is no role FleetbookExecution-check-os-windows.",
      ...["check-os", "check-os-windows"].map(
        (name) =>
          `fault runbooks management: The runbook ${name} in ${REGION} is not shared with app-gone. AWS would say that the execution role cannot be assumed.`,
      ),
      `fault runbooks management: There is no runbook create-and-share-ami in ${REGION}.`,
      `warning settings app-dev: In ${REGION}, /ssm/automation/throttling-retry-time-limit is 0, and fleet.yaml says 600.`,
    ]);
  });

  it("names a Region that is not enabled in an account", async () => {
    const args = await fleetFile("region.yaml", (text) =>
      text.replace(
        "homeRegion: ap-northeast-1\n",
        "homeRegion: ap-northeast-1\nregions: [ap-northeast-1, me-central-1]\n",
      ),
    );
    expect((await examine({}, ...args)).found).toContain(
      "fault regions app-dev app-staging app-prod: The Region me-central-1 is not enabled in this account.",
    );
  });

  it("names a fleet file of another organization, and faults in it", async () => {
    const other = await fleetFile("other.yaml", (text) => text.replaceAll("o-fleetbook01", "o-anotherone1"));
    expect((await examine({}, ...other)).found).toContain(
      "fault organization: The credentials belong to the organization o-fleetbook01, and fleet.yaml is of o-anotherone1.",
    );
    const wrong = await fleetFile("wrong.yaml", (text) =>
      text.replace("homeRegion: ap-northeast-1", "homeRegion: mars-1"),
    );
    expect(await examine({}, ...wrong)).toMatchObject({
      status: 1,
      found: [expect.stringMatching(/^fault project: .*wrong\.yaml:\d+:\d+: .*mars-1/)],
    });
  });
}

/** Changes a role's trust policy. @returns what undoes it */
async function replaceInTrust(
  iam: IAMClient,
  RoleName: string,
  from: string,
  to: string,
): Promise<() => Promise<void>> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  const put = async (PolicyDocument: string) => {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  };
  await put(before.replaceAll(from, to));
  return () => put(before);
}
