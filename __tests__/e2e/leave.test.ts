import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { aws, fleetbook, PROJECT_FOLDER, run, sandboxEnvironment, temporaryFolder } from "./commands";
import { describeWith } from "../requires";

const BUCKET = "fleetbook-state-444444444444-ap-northeast-1";
const GUIDE = readFileSync(join(PROJECT_FOLDER, "docs", "leave.md"), "utf8");

/** The blocks of shell commands in a section of docs/leave.md. */
function commandsOf(section: string): readonly string[] {
  const text = GUIDE.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block ?? "");
  if (blocks.length === 0) throw new Error(`docs/leave.md has no commands under "${section}"`);
  return blocks;
}

/** As the guide says for the sandbox. */
const inSandbox = (commands: string): string =>
  commands
    .replace(/^npx cdktf deploy .*$/gm, "$& --auto-approve --skip-provider-lock --parallelism 2")
    .replace(/^npx cdktf destroy .*$/gm, "$& --auto-approve --parallelism 2");

interface FleetFile {
  regions: unknown[];
  centralRunbooks: { name: string }[];
  memberAccounts: Record<string, unknown>[];
  [key: string]: unknown;
}

const fleet: FleetFile = {
  organization: {
    ...{ id: "o-fleetbook01", rootId: "r-flt1" },
    organizationalUnits: [{ name: "workloads", id: "ou-flt1-workload" }],
  },
  homeRegion: "ap-northeast-1",
  regions: ["ap-northeast-1", "us-east-1"],
  managementAccount: { id: "111111111111", name: "management" },
  centralRunbooks: [{ name: "check-os" }, { name: "check-os-windows" }],
  state: { bucketPrefix: "fleetbook-state" },
  reader: { principal: "user/fleetbook-operator" },
  memberAccounts: [
    {
      ...{ id: "222222222222", name: "app-dev", ou: "workloads", regions: ["ap-northeast-1"] },
      ...{ ec2Target: true, blockPublicSharing: true, amiSharing: { shareWith: ["444444444444"] } },
    },
    { id: "444444444444", name: "app-prod", ou: "workloads", runbooks: ["check-os"] },
  ],
};

/** One fleet from its deployment to its end: each step finds what the one before has left. */
describeWith(["terraform", "moto_server", "aws"], "a fleet that changes", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let outside: NodeJS.ProcessEnv;
  let operator: NodeJS.ProcessEnv;
  const file = (): string => join(folder.path, "fleet.yaml");
  const write = (): void => writeFileSync(file(), stringify(fleet));
  const account = (name: string): Record<string, unknown> => {
    const found = fleet.memberAccounts.find((each) => each["name"] === name);
    if (found === undefined) throw new Error(`no account ${name}`);
    return found;
  };
  const as = (name: string): Promise<NodeJS.ProcessEnv> => sandboxEnvironment(outside, "--account", name);
  const shell = async (commands: string, env: NodeJS.ProcessEnv = operator): Promise<string> => {
    const { status, stdout, stderr } = await run("bash", ["-ec", inSandbox(commands)], { ...env, CI: "true" });
    if (status !== 0) throw new Error(`${commands}\nended with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  };
  const diff = (stack: string) =>
    run("npx", ["cdktf", "diff", stack, "--skip-provider-lock"], { ...operator, CI: "true" });
  /** Status and number of resources of each stack but those of the buckets. */
  const deployed = async (): Promise<Record<string, string>> => {
    const { stdout } = await fleetbook("fleetbook", ["stacks", "--json"], operator).outcome;
    const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; status: string; resources?: number }[] };
    return Object.fromEntries(
      stacks
        .filter(({ stack }) => !stack.startsWith("state-"))
        .map(({ stack, status, resources }) => [stack, `${status} ${resources ?? ""}`.trim()]),
    );
  };
  const documents = async (name: string, region: string): Promise<readonly string[]> => {
    const { DocumentIdentifiers: found } = await aws<{ DocumentIdentifiers: { Name: string }[] }>(
      await as(name),
      ...["ssm", "list-documents", "--filters", "Key=Owner,Values=Self", "--region", region],
    );
    return found.map(({ Name }) => Name).sort();
  };

  beforeAll(async () => {
    folder = await temporaryFolder();
    write();
    outside = {
      ...process.env,
      FLEETBOOK_SANDBOX: join(folder.path, "sandbox"),
      TMPDIR: folder.path,
      FLEETBOOK_FLEET: file(),
    };
    const up = await fleetbook("sandbox", ["up", "--detach"], outside).outcome;
    expect(up.stderr).toContain("The sandbox is ready");
    operator = { ...(await sandboxEnvironment(outside)), FLEETBOOK_FLEET: file() };
    await shell("npm run -s fleetbook -- bootstrap\nnpx cdktf deploy '*'");
  });
  afterAll(async () => {
    await fleetbook("sandbox", ["down"], outside).outcome;
    await folder.remove();
  });

  it("deployed by an earlier version under another name: no plan builds it anew, bootstrap moves its state, and nothing changes", async () => {
    const prod = await as("app-prod");
    const local = join(folder.path, "state");
    const object = (key: string) => ["--bucket", BUCKET, "--key", key];
    await aws(prod, "s3api", "get-object", ...object("member.tfstate"), local);
    writeFileSync(local, readFileSync(local, "utf8").replaceAll("account-444444444444_", "ml-prod_"));
    await aws(prod, "s3api", "put-object", ...object("member-ml-prod.tfstate"), "--body", local);
    await aws(prod, "s3api", "delete-object", ...object("member.tfstate"));

    const before = await diff("member-app-prod");
    expect(before.stdout + before.stderr).toContain("state under an old key");
    expect(before.status).not.toBe(0);
    expect(await deployed()).toMatchObject({
      "member-app-prod": "never deployed",
      "member-ml-prod": expect.stringMatching(/^old key \d+$/) as string,
    });

    const { stderr } = await fleetbook("fleetbook", ["bootstrap"], operator).outcome;
    expect(stderr).toContain("moved state member-ml-prod.tfstate to member.tfstate");
    expect((await diff("member-app-prod")).stdout).toContain("No changes");
  });

  it("is renamed, and its plan replaces nothing", async () => {
    account("app-prod")["name"] = "shop-prod";
    write();
    expect((await diff("member-shop-prod")).stdout).toContain("No changes");
    account("shop-prod")["name"] = "app-prod";
    write();
  });

  it("loses a runbook", async () => {
    fleet.centralRunbooks.pop();
    account("app-prod")["runbooks"] = [];
    write();
    for (const commands of commandsOf("A runbook")) await shell(commands);
    expect(await documents("management", "us-east-1")).toEqual(["check-os"]);
    expect(await documents("app-prod", "ap-northeast-1")).toEqual([]);
  });

  it("stops sharing images", async () => {
    delete account("app-dev")["amiSharing"];
    write();
    for (const commands of commandsOf("AMI sharing")) await shell(commands);
    expect(await documents("app-dev", "ap-northeast-1")).toEqual([]);
  });

  it("loses an EC2 target and guards", async () => {
    Object.assign(account("app-dev"), { ec2Target: false, blockPublicSharing: false });
    write();
    expect(await deployed()).toMatchObject({ "guards-app-dev": "to be emptied 2" });
    for (const commands of commandsOf("An EC2 target, the guards")) await shell(commands);
    expect(await deployed()).toMatchObject({ "target-app-dev": "empty 0", "guards-app-dev": "empty 0" });
    const { Vpcs } = await aws<{ Vpcs: { IsDefault: boolean }[] }>(await as("app-dev"), "ec2", "describe-vpcs");
    expect(Vpcs.filter(({ IsDefault }) => !IsDefault)).toEqual([]);
  });

  it("leaves a Region", async () => {
    fleet.regions = ["ap-northeast-1", { name: "us-east-1", retired: true }];
    write();
    for (const commands of commandsOf("A Region")) await shell(commands);
    expect(await documents("management", "us-east-1")).toEqual([]);
    expect(await documents("management", "ap-northeast-1")).toEqual(["check-os"]);
    fleet.regions = ["ap-northeast-1"];
    write();
    expect((await diff("administrator")).stdout).toContain("No changes");
  });

  it("loses an account, with its bucket", async () => {
    account("app-prod")["retired"] = true;
    write();
    const [deploy = "", removeBucket = ""] = commandsOf("An account");
    await shell(deploy);
    expect(await deployed()).toMatchObject({ "member-app-prod": "empty 0" });
    fleet.memberAccounts.pop();
    write();
    const prod = await as("app-prod");
    const { Roles } = await aws<{ Roles: { RoleName: string }[] }>(prod, "iam", "list-roles");
    expect(Roles.map(({ RoleName }) => RoleName)).toEqual(["OrganizationAccountAccessRole"]);

    const show = async () => (await fleetbook("fleetbook", ["stacks"], operator).outcome).stdout;
    expect(await show()).toContain(BUCKET);
    await shell(removeBucket, prod);
    expect(await show()).not.toContain(BUCKET);
  });

  it("goes away itself", async () => {
    for (const commands of commandsOf("Fleetbook itself")) await shell(commands);
    expect(new Set(Object.values(await deployed()))).toEqual(new Set(["empty 0"]));
  });
});
