/** The unmodified tools of a user's shell, one after the other: each step builds on the one before. */
import { aws, fleetbook } from "../commands";
import type { UserShell } from "./user-shell";

const EXECUTION_ROLE = "AWS-SystemsManager-AutomationExecutionRole";
const ADMINISTRATION_ROLE = "AWS-SystemsManager-AutomationAdministrationRole";
const ACCOUNTS = { management: "111111111111", "app-dev": "222222222222", "app-prod": "444444444444" } as const;

const assume = (env: NodeJS.ProcessEnv, accountId: string) =>
  aws(
    env,
    "sts",
    "assume-role",
    "--role-arn",
    `arn:aws:iam::${accountId}:role/${EXECUTION_ROLE}`,
    "--role-session-name",
    "test",
  );

export function deployment(shell: () => UserShell): void {
  it("refuse to bootstrap without credentials, and say how to get some", async () => {
    const env = { ...shell().operator };
    delete env.AWS_ACCESS_KEY_ID;
    delete env.AWS_SECRET_ACCESS_KEY;
    const { status, stderr } = await fleetbook("fleetbook", ["bootstrap"], {
      ...env,
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_CONFIG_FILE: "/dev/null",
    }).outcome;
    expect(stderr).toContain("There are no AWS credentials");
    expect(stderr).toContain("aws sso login");
    expect(status).toBe(2);
  });

  it("refuse to bootstrap if a deploy role cannot be assumed, and name the account", async () => {
    const prod = await shell().as("--account", "app-prod");
    const role = ["--role-name", "OrganizationAccountAccessRole"];
    const trust = (account: string): string =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" }],
      });
    const trustOnly = (account: string) =>
      aws(prod, "iam", "update-assume-role-policy", ...role, "--policy-document", trust(account));
    await trustOnly(ACCOUNTS["app-dev"]);
    const { status, stderr } = await fleetbook("fleetbook", ["bootstrap"], shell().operator).outcome;
    expect(stderr).toContain("account app-prod (444444444444)");
    expect(stderr).toContain("is not authorized to perform: sts:AssumeRole");
    expect(status).toBe(2);
    await trustOnly(ACCOUNTS.management);
  });

  it("create the state buckets", async () => {
    const { status, stdout } = await fleetbook("fleetbook", ["bootstrap"], shell().operator).outcome;
    expect(stdout.match(/changed +│ 7/g)).toHaveLength(3);
    expect(status).toBe(0);
  });

  it("deploy every stack with `cdktf deploy '*'`", async () => {
    const { status, stdout, stderr } = await shell().cdktf(
      "deploy",
      "*",
      "--auto-approve",
      "--skip-provider-lock",
      "--parallelism",
      "2",
    );
    expect(status === 0 ? "" : stdout + stderr).toBe("");
  });

  it.each([
    ["management", ["administrator", "state"]],
    ["app-dev", ["guards", "member", "state", "target"]],
    ["app-prod", ["member", "state"]],
  ] as const)("find only the account's own states in the bucket of %s", async (name, concerns) => {
    const bucket = `fleetbook-state-${ACCOUNTS[name]}-ap-northeast-1`;
    const { Contents } = await aws<{ Contents: { Key: string }[] }>(
      await shell().as("--account", name),
      ...["s3api", "list-objects-v2", "--bucket", bucket],
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(concerns.map((concern) => `${concern}.tfstate`));
  });

  it("are refused another account's bucket", async () => {
    const bucket = `fleetbook-state-${ACCOUNTS["app-dev"]}-ap-northeast-1`;
    await expect(
      aws(await shell().as("--account", "app-prod"), "s3api", "list-objects-v2", "--bucket", bucket),
    ).rejects.toThrow("AccessDenied");
  });

  it("read the trust policy of a member's execution role", async () => {
    const { Role } = await aws<{ Role: { AssumeRolePolicyDocument: unknown } }>(
      await shell().as("--account", "app-dev"),
      "iam",
      "get-role",
      "--role-name",
      EXECUTION_ROLE,
    );
    expect(Role.AssumeRolePolicyDocument).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNTS.management}:role/${ADMINISTRATION_ROLE}` },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-fleetbook01" } },
        },
        {
          Effect: "Allow",
          Principal: { Service: "ssm.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": ACCOUNTS["app-dev"] },
            ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${ACCOUNTS["app-dev"]}:automation-execution/*` },
          },
        },
      ],
    });
  });

  it("may assume the execution role only as the administration role", async () => {
    const { "app-dev": id } = ACCOUNTS;
    await expect(assume(await shell().as("--role", ADMINISTRATION_ROLE), id)).resolves.toBeDefined();
    for (const account of ["management", "app-dev", "app-prod", "partner"]) {
      await expect(assume(await shell().as("--account", account), id)).rejects.toThrow("AccessDenied");
    }
  });

  it("may not assume an execution role that trusts another organization, even as the administration role", async () => {
    const dev = await shell().as("--account", "app-dev");
    const role = ["--role-name", EXECUTION_ROLE];
    const { Role } = await aws<{ Role: { AssumeRolePolicyDocument: object } }>(dev, "iam", "get-role", ...role);
    const document = JSON.stringify(Role.AssumeRolePolicyDocument);
    const trust = (text: string) => aws(dev, "iam", "update-assume-role-policy", ...role, "--policy-document", text);
    await trust(document.replace("o-fleetbook01", "o-anotherone1"));
    await expect(assume(await shell().as("--role", ADMINISTRATION_ROLE), ACCOUNTS["app-dev"])).rejects.toThrow(
      /AccessDenied[\s\S]*o-anotherone1/,
    );
    await trust(document);
  });

  it("are told at once the name of an operation that the sandbox does not implement", async () => {
    await expect(aws(shell().operator, "ssm", "describe-inventory-deletions")).rejects.toThrow(
      "Fleetbook's sandbox does not implement ssm:DescribeInventoryDeletions",
    );
    await expect(
      aws(shell().operator, "ec2", "enable-snapshot-block-public-access", "--state", "block-new-sharing"),
    ).rejects.toThrow("Fleetbook's sandbox does not implement ec2:EnableSnapshotBlockPublicAccess");
  });

  it("see no difference with `cdktf diff`", async () => {
    const { status, stdout } = await shell().cdktf("diff", "member-app-dev", "--skip-provider-lock");
    expect(stdout).toContain("No changes");
    expect(status).toBe(0);
  });

  it("show the ARNs of an account's roles with `cdktf output`", async () => {
    const { status, stdout } = await shell().cdktf("output", "member-app-dev", "--skip-provider-lock");
    expect(stdout).toContain(`arn:aws:iam::${ACCOUNTS["app-dev"]}:role/${EXECUTION_ROLE}`);
    expect(stdout).toContain(`arn:aws:iam::${ACCOUNTS["app-dev"]}:role/FleetbookReaderRole`);
    expect(status).toBe(0);
  });

  it("get the same sandbox from a second `up`, and no second one at another port beside it", async () => {
    const up = (...more: string[]) => fleetbook("sandbox", ["up", "--detach", ...more], shell().outside).outcome;
    const again = await up();
    expect(again.stderr).toContain("The sandbox is running already");
    expect(again.stderr).toContain("No account was added, moved or closed");
    expect(again.status).toBe(0);
    const { status, stderr } = await up("--port", "1024");
    expect(stderr).toContain("A sandbox is already running at");
    expect(status).toBe(2);
  });
}
