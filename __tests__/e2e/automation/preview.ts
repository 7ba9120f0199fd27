/** `fleetbook preview`: a planted fault for each cause. Each is named, and the command that preview prints mends it. */
import {
  CreateTagsCommand,
  DeleteTagsCommand,
  EC2Client,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DeleteDocumentCommand,
  GetDocumentCommand,
  ModifyDocumentPermissionCommand,
  SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { loadProject } from "../../../src/cli/project";
import { ADMINISTRATION_ROLE_NAME } from "../../../src/fleet/names";
import { workFolder } from "../../../src/rollout/work-folder";
import { fleetbook, PROJECT_FOLDER, run, temporaryFolder } from "../commands";
import { DEV, EXECUTION_ROLE, PROD, STAGING, type Operator } from "./operator";
import { limitedUser, usedUpQuota } from "./preview-faults";

const TAG = { Key: "ssm-automation", Value: "true" };
const HEALTHY = { status: 0, findings: [], unchecked: [], commands: [] };

interface Finding {
  readonly cause: string;
  readonly account?: string;
  readonly message: string;
  readonly remedy: string;
}

interface Shown {
  readonly status: number | null;
  readonly findings: readonly Finding[];
  readonly unchecked: readonly unknown[];
  readonly commands: readonly string[];
}

/** `execution-role app-prod` */
const causesOf = ({ findings }: Shown): readonly string[] => [
  ...new Set(findings.map(({ cause, account = "" }) => `${cause} ${account}`.trim())),
];

export function preview(operator: () => Operator): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    const { fleet } = loadProject(operator().fleetFile);
    await rm(workFolder("rollout", PROJECT_FOLDER, fleet, operator().deploying), { recursive: true, force: true });
    await folder.remove();
  });

  const shown = async (args: readonly string[], changes: NodeJS.ProcessEnv = {}): Promise<Shown> => {
    const env = { ...(await operator().shell("management")), FLEETBOOK_FLEET: operator().fleetFile, ...changes };
    const { status, stdout, stderr } = await fleetbook("fleetbook", ["preview", ...args, "--json"], env).outcome;
    if (stdout === "") throw new Error(stderr);
    const { findings, unchecked, commands } = JSON.parse(stdout) as Shown;
    return { status, findings, unchecked, commands };
  };
  /** Runs commands as they are printed. Plans are kept aside, and nobody is there to say yes. */
  const mend = async (commands: readonly string[]): Promise<void> => {
    for (const command of commands) {
      const [line = "", account = "management"] = command.split("  # in account ");
      const plans = join(folder.path, "plans");
      const script = line.replace(" && ", ` --out ${plans} && `).replace(/out\/plans$/, `${plans} --yes`);
      const FLEETBOOK_FLEET = operator().fleetFile;
      const env = { ...operator().deploying, ...(await operator().shell(account)), FLEETBOOK_FLEET };
      const { status, stdout, stderr } = await run("sh", ["-c", script], env);
      expect([line, status, status === 0 ? "" : stdout + stderr]).toEqual([line, 0, ""]);
    }
  };

  it("names nothing in a healthy fleet", async () => {
    expect(await shown(["check-os"])).toEqual(HEALTHY);
  });

  it("names a caller who may not pass the administration role, and its command lets it", async () => {
    await using user = await limitedUser(await operator().client(IAMClient, "management"));
    const before = await shown(["check-os"], user.env);
    expect([before.status, causesOf(before)]).toEqual([1, ["pass-role management"]]);
    await mend(before.commands);
    // The reader roles trust another user, so that the accounts themselves are not checked.
    expect(await shown(["check-os"], user.env)).toEqual({ ...HEALTHY, unchecked: expect.any(Array) as unknown });
  });

  it("names an account whose quota is used up, and its command raises it", async () => {
    await using used = await usedUpQuota(await operator().client(SSMClient, "app-dev"));
    const before = await shown(["check-os"]);
    expect([before.status, causesOf(before)]).toEqual([0, ["concurrency-quota app-dev"]]);
    expect(before.findings[0]?.message).toContain(`${used.running} executions run there`);
    await mend(before.commands);
    expect(await shown(["check-os"])).toEqual(HEALTHY);
  });

  it("names a unit and an account that the organization does not have, and how to correct the fleet file", async () => {
    const file = join(folder.path, "fleet.yaml");
    const example = await readFile(operator().fleetFile, "utf8");
    const production = "ou-flt1-producti";
    const outdated = example
      .replace(`id: ${production}`, "id: ou-flt1-gonegone")
      .replace("memberAccounts:\n", 'memberAccounts:\n  - { id: "999999999999", name: app-gone, ou: workloads }\n');
    await writeFile(file, outdated);
    const before = await shown(["check-os", "--fleet", file]);
    expect([before.status, causesOf(before)]).toEqual([
      1,
      expect.arrayContaining(["unit-unknown", "account-unavailable app-gone"]),
    ]);
    const remedies = before.findings.map(({ remedy }) => remedy);
    const list = /aws organizations .*?(?= lists)/.exec(remedies.join("\n"))?.[0] ?? "";
    const exclude = /--exclude-account \S+(?=\))/.exec(remedies.join("\n"))?.[0] ?? "";
    const { stdout } = await run("sh", ["-c", list], await operator().shell("management"));
    expect(stdout).toContain(production);
    await writeFile(file, outdated.replace("id: ou-flt1-gonegone", `id: ${production}`));
    expect(await shown(["check-os", "--fleet", file, ...exclude.split(" ")])).toEqual(HEALTHY);
  });

  it("names what is wrong with roles, shares and instances, and its commands mend all of it", async () => {
    const ssm = await operator().client(SSMClient, "management");
    const [dev, prod] = [await operator().client(EC2Client, "app-dev"), await operator().client(EC2Client, "app-prod")];
    const [devInstance, prodInstance] = [await operator().instance("app-dev"), await operator().instance("app-prod")];
    await unshare(ssm, "check-os", [STAGING]);
    await unshare(ssm, "check-os-windows", [DEV, STAGING, PROD]);
    await ssm.send(new DeleteDocumentCommand({ Name: "check-os-windows" }));
    await plantInRoles(
      await operator().client(IAMClient, "management"),
      await operator().client(IAMClient, "app-prod"),
    );
    await dev.send(new DeleteTagsCommand({ Resources: [devInstance], Tags: [TAG] }));
    await prod.send(new StopInstancesCommand({ InstanceIds: [prodInstance] }));
    try {
      const [before, windows] = await Promise.all([shown(["check-os"]), shown(["check-os-windows"])]);
      expect([before.status, causesOf(before)]).toEqual([
        1,
        [
          "administration-role management",
          "runbook-not-shared app-staging",
          "execution-role app-prod",
          "no-instance app-dev",
          "instance-unreachable app-prod",
        ],
      ]);
      expect([windows.status, causesOf(windows)]).toEqual([1, expect.arrayContaining(["runbook-missing management"])]);
      await mend(before.commands);
    } finally {
      await dev.send(new CreateTagsCommand({ Resources: [devInstance], Tags: [TAG] }));
      await prod.send(new StartInstancesCommand({ InstanceIds: [prodInstance] }));
    }
    expect(await Promise.all([shown(["check-os"]), shown(["check-os-windows"])])).toEqual([HEALTHY, HEALTHY]);
  });

  it("names a default version that fits nothing, and its command makes the repository's the default", async () => {
    const ssm = await operator().client(SSMClient, "management");
    const { Content = "" } = await ssm.send(new GetDocumentCommand({ Name: "check-os" }));
    const other = parse(Content) as { parameters: { CheckNTP: { allowedValues: string[] } } };
    other.parameters.CheckNTP.allowedValues = ["check", "leave"];
    const DocumentVersion = await newVersion(ssm, other, "/AWS::S3::Bucket");
    const own = await newVersion(ssm, parse(Content) as object);
    await ssm.send(new UpdateDocumentDefaultVersionCommand({ Name: "check-os", DocumentVersion }));
    const before = await shown(["check-os", "--set", "CheckNTP=skip"]);
    expect([before.status, causesOf(before)]).toEqual([
      1,
      ["default-version management", "parameter-refused management", "target-parameter management"],
    ]);
    expect(before.commands).toEqual([expect.stringContaining(`--document-version ${own} `)]);
    await mend(before.commands);
    expect(await shown(["check-os", "--set", "CheckNTP=skip"])).toEqual(HEALTHY);
  });
}

/** @returns its number */
async function newVersion(ssm: SSMClient, content: object, TargetType = "/AWS::EC2::Instance"): Promise<string> {
  const { DocumentDescription: made } = await ssm.send(
    new UpdateDocumentCommand({
      ...{ Name: "check-os", DocumentVersion: "$LATEST", DocumentFormat: "JSON", TargetType },
      Content: JSON.stringify(content),
    }),
  );
  return made?.DocumentVersion ?? "";
}

async function unshare(ssm: SSMClient, Name: string, AccountIdsToRemove: string[]): Promise<void> {
  await ssm.send(new ModifyDocumentPermissionCommand({ Name, PermissionType: "Share", AccountIdsToRemove }));
}

/** The administration role trusts another service, and an execution role another organization. */
async function plantInRoles(management: IAMClient, member: IAMClient): Promise<void> {
  const trustOf = async (iam: IAMClient, RoleName: string): Promise<string> => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  };
  const replace = async (iam: IAMClient, RoleName: string, from: string, to: string): Promise<void> => {
    const PolicyDocument = (await trustOf(iam, RoleName)).replace(from, to);
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  };
  await replace(management, ADMINISTRATION_ROLE_NAME, "ssm.amazonaws.com", "ec2.amazonaws.com");
  await replace(member, EXECUTION_ROLE, "o-fleetbook01", "o-anotherone1");
}
