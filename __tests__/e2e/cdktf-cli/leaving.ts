/** The fleet changes until nothing of it is left, by the commands of docs/leave.md: each step finds what the one before has left. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aws, fleetbook, PROJECT_FOLDER } from "../commands";
import type { UserShell } from "./user-shell";

const BUCKET = "fleetbook-state-444444444444-ap-northeast-1";
const GUIDE = readFileSync(join(PROJECT_FOLDER, "docs", "leave.md"), "utf8");

/** The blocks of shell commands in a section of docs/leave.md. */
function commandsOf(section: string): readonly string[] {
  const text = GUIDE.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block ?? "");
  if (blocks.length === 0) throw new Error(`docs/leave.md has no commands under "${section}"`);
  return blocks;
}

export function leaving(shell: () => UserShell): void {
  const diff = (stack: string) => shell().cdktf("diff", stack, "--skip-provider-lock");
  /** Status and number of resources of each stack but those of the buckets. */
  const deployed = async (): Promise<Record<string, string>> => {
    const { stdout } = await fleetbook("fleetbook", ["stacks", "--json"], shell().operator).outcome;
    const { stacks } = JSON.parse(stdout) as { stacks: { stack: string; status: string; resources?: number }[] };
    return Object.fromEntries(
      stacks
        .filter(({ stack }) => !stack.startsWith("state-"))
        .map(({ stack, status, resources }) => [stack, `${status} ${resources ?? ""}`.trim()]),
    );
  };
  const documents = async (name: string, region: string): Promise<readonly string[]> => {
    const { DocumentIdentifiers: found } = await aws<{ DocumentIdentifiers: { Name: string }[] }>(
      await shell().as("--account", name),
      ...["ssm", "list-documents", "--filters", "Key=Owner,Values=Self", "--region", region],
    );
    return found.map(({ Name }) => Name).sort();
  };

  it("deployed by an earlier version under another name: no plan builds it anew, bootstrap moves its state, and nothing changes", async () => {
    const prod = await shell().as("--account", "app-prod");
    const local = join(shell().folder, "state");
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

    const { stderr } = await fleetbook("fleetbook", ["bootstrap"], shell().operator).outcome;
    expect(stderr).toContain("moved state member-ml-prod.tfstate to member.tfstate");
    expect((await diff("member-app-prod")).stdout).toContain("No changes");
  });

  it("loses a runbook", async () => {
    shell().edit((fleet) => fleet.centralRunbooks.pop());
    shell().editAccount("app-prod", (account) => (account["runbooks"] = []));
    for (const commands of commandsOf("A runbook")) await shell().run(commands);
    expect(await documents("management", "us-east-1")).toEqual(["check-os"]);
    expect(await documents("app-prod", "ap-northeast-1")).toEqual([]);
  });

  it("stops sharing images", async () => {
    shell().editAccount("app-dev", (account) => delete account["amiSharing"]);
    for (const commands of commandsOf("AMI sharing")) await shell().run(commands);
    expect(await documents("app-dev", "ap-northeast-1")).toEqual([]);
  });

  it("loses an EC2 target and guards", async () => {
    shell().editAccount("app-dev", (account) =>
      Object.assign(account, { ec2Target: false, blockPublicSharing: false }),
    );
    expect(await deployed()).toMatchObject({ "guards-app-dev": "to be emptied 2" });
    for (const commands of commandsOf("An EC2 target, the guards")) await shell().run(commands);
    expect(await deployed()).toMatchObject({ "target-app-dev": "empty 0", "guards-app-dev": "empty 0" });
    const { Vpcs } = await aws<{ Vpcs: { IsDefault: boolean }[] }>(
      await shell().as("--account", "app-dev"),
      "ec2",
      "describe-vpcs",
    );
    expect(Vpcs.filter(({ IsDefault }) => !IsDefault)).toEqual([]);
  });

  it("leaves a Region", async () => {
    shell().edit((fleet) => (fleet.regions = ["ap-northeast-1", { name: "us-east-1", retired: true }]));
    for (const commands of commandsOf("A Region")) await shell().run(commands);
    expect(await documents("management", "us-east-1")).toEqual([]);
    expect(await documents("management", "ap-northeast-1")).toEqual(["check-os"]);
    shell().edit((fleet) => (fleet.regions = ["ap-northeast-1"]));
  });

  it("loses an account, with its bucket", async () => {
    shell().editAccount("app-prod", (account) => (account["retired"] = true));
    const [deploy = "", removeBucket = ""] = commandsOf("An account");
    await shell().run(deploy);
    expect(await deployed()).toMatchObject({ "member-app-prod": "empty 0" });
    shell().edit((fleet) => fleet.memberAccounts.pop());
    const prod = await shell().as("--account", "app-prod");
    const { Roles } = await aws<{ Roles: { RoleName: string }[] }>(prod, "iam", "list-roles");
    expect(Roles.map(({ RoleName }) => RoleName)).toEqual(["OrganizationAccountAccessRole"]);

    const show = async () => (await fleetbook("fleetbook", ["stacks"], shell().operator).outcome).stdout;
    expect(await show()).toContain(BUCKET);
    await shell().run(removeBucket, prod);
    expect(await show()).not.toContain(BUCKET);
  });

  it("goes away itself", async () => {
    for (const commands of commandsOf("Fleetbook itself")) await shell().run(commands);
    expect(new Set(Object.values(await deployed()))).toEqual(new Set(["empty 0"]));
  });
}
