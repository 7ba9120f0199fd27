import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import {
  awsVariables,
  environment,
  environmentAfter,
  shellExports,
  type Variables,
} from "../../../src/sandbox/lifecycle/environment";
import { APP_DEV_ID, APP_PROD_ID, exampleFleet, HOME_REGION, MANAGEMENT_ID } from "../example-fleet";
import { describeWith } from "../../requires";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

describe("The variables for AWS's tools", () => {
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  const variables = (env: NodeJS.ProcessEnv) =>
    awsVariables({ endpoint: "http://127.0.0.1:4000", region: "eu-west-1", credentials, env });

  it("point to the sandbox, and unset the user's session token and profile", () => {
    expect(variables({})).toEqual({
      AWS_ENDPOINT_URL: "http://127.0.0.1:4000",
      AWS_ENDPOINT_URL_S3_CONTROL: "http://sandbox@localhost:4000",
      AWS_DISABLE_HOST_PREFIX_INJECTION: "true",
      AWS_CONFIG_FILE: expect.stringMatching(/aws-cli\/config$/) as string,
      PYTHONPATH: expect.stringMatching(/aws-cli$/) as string,
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: undefined,
      AWS_SECURITY_TOKEN: undefined,
      AWS_REGION: "eu-west-1",
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_PROFILE: undefined,
    });
  });

  it("unset settings that would bypass the sandbox", () => {
    const set = variables({ AWS_ENDPOINT_URL_S3: "https://elsewhere", AWS_USE_FIPS_ENDPOINT: "true" });
    expect(set).toMatchObject({ AWS_ENDPOINT_URL_S3: undefined, AWS_USE_FIPS_ENDPOINT: undefined });
    expect(Object.keys(set)).toContain("AWS_ENDPOINT_URL_S3");
  });

  it("exclude the sandbox from the proxy, and keep its other exceptions", () => {
    const set = variables({ HTTP_PROXY: "http://proxy:3128", NO_PROXY: "internal" });
    const exceptions = "internal,127.0.0.1,localhost,sandbox@localhost";
    expect(set).toMatchObject({ NO_PROXY: exceptions, no_proxy: exceptions });
  });
});

describe("The variables with which a shell leaves the sandbox", () => {
  const inside = { AWS_ENDPOINT_URL: "http://127.0.0.1:4000" };

  it("unset what points to the sandbox: all of the variables for AWS's tools but those that only the user sets", () => {
    const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
    const entered = awsVariables({ endpoint: inside.AWS_ENDPOINT_URL, region: "eu-west-1", credentials, env: {} });
    const left = environmentAfter(inside);
    expect(Object.keys(entered).filter((name) => !(name in left))).toEqual(["AWS_SECURITY_TOKEN", "AWS_PROFILE"]);
    expect(Object.values(left).every((value) => value === undefined)).toBe(true);
  });

  it.each([{}, { AWS_ENDPOINT_URL: "https://vpce.example.com" }])(
    "leave the user's own credentials alone in a shell that is not in the sandbox: %j",
    (env) => {
      expect(() => environmentAfter(env)).toThrow("This shell is not in the sandbox");
    },
  );
});

describe("The shell lines for eval", () => {
  it("preserve every character of a value", () => {
    const value = `it's "quoted" $HOME \`id\` \\ \n new`;
    const script = `${shellExports({ VALUE: value, GONE: undefined })}\nprintf '%s|%s' "$VALUE" "\${GONE-unset}"`;
    expect(execFileSync("/bin/sh", ["-c", script], { env: { GONE: "here" } }).toString()).toBe(`${value}|unset`);
  });
});

describeWith(["moto_server"], "The environment of a running sandbox", (moto) => {
  let test: TestSandbox;
  let programs: string;
  const lines: string[] = [];
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    programs = await mkdtemp(join(tmpdir(), "fleetbook-test-"));
    writeFileSync(
      join(programs, "terraform"),
      `#!/bin/sh\necho '{"terraform_version":"1.11.4","provider_selections":{}}'\n`,
      { mode: 0o755 },
    );
  });
  afterAll(async () => {
    await test.end();
    await rm(programs, { recursive: true });
  });

  const get = (asked: Parameters<typeof environment>[1], env: NodeJS.ProcessEnv = {}, of = test) =>
    environment(
      {
        folder: of.folder,
        env: { HOME: programs, PATH: `${programs}:/bin:/usr/bin`, ...env },
        log: (line) => lines.push(line),
      },
      asked,
    );
  const identity = async (variables: Variables, of = test) => {
    const sts = of.clientWith(STSClient, {
      accessKeyId: variables.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? "",
      ...(variables.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: variables.AWS_SESSION_TOKEN }),
    });
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
  };

  it("is the operator's in the administrator account unless an account is named", async () => {
    const variables = await get({});
    expect(variables).toMatchObject({
      AWS_ENDPOINT_URL: test.sandbox.endpoint,
      AWS_REGION: HOME_REGION,
      FLEETBOOK_FLEET: "/fleet.yaml",
      FLEETBOOK_SANDBOX: test.folder,
      CHECKPOINT_DISABLE: "1",
      DISABLE_VERSION_CHECK: "1",
    });
    expect(await identity(variables)).toBe(`arn:aws:iam::${MANAGEMENT_ID}:user/fleetbook-operator`);
  });

  it("deploys from the management account and starts runbooks in the administrator account, and says so", async () => {
    const hint = "Credentials of the administrator account app-prod. To deploy stacks, use env --deploy.";
    const fleet = exampleFleet();
    const [, , prod = fleet.managementAccount] = fleet.memberAccounts;
    const delegated = await startTestSandbox(moto, { ...fleet, administratorAccount: prod });
    const accountOf = async (asked: Parameters<typeof environment>[1]) =>
      (await identity(await get(asked, {}, delegated), delegated))?.split(":")[4];
    try {
      expect(await accountOf({ deploy: true })).toBe(MANAGEMENT_ID);
      expect(lines).not.toContainEqual(hint);
      expect(await accountOf({})).toBe(APP_PROD_ID);
      expect(lines).toContainEqual(hint);
    } finally {
      await delegated.end();
    }
  });

  it.each(["app-dev", APP_DEV_ID])("is the deploy role's in the member account %s", async (account) => {
    expect(await identity(await get({ account }))).toBe(
      `arn:aws:sts::${APP_DEV_ID}:assumed-role/OrganizationAccountAccessRole/fleetbook-sandbox`,
    );
  });

  it("is that of a role as Systems Manager would assume it, if a role is named", async () => {
    const iam = await test.client(IAMClient, "app-dev");
    const trust = (service: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
      });
    const create = (RoleName: string, service: string) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }));
    await create("runbook", "ssm.amazonaws.com");
    await create("instance", "ec2.amazonaws.com");

    expect(await identity(await get({ account: "app-dev", role: "runbook" }))).toMatch(
      `arn:aws:sts::${APP_DEV_ID}:assumed-role/runbook/Automation-`,
    );
    await expect(get({ account: "app-dev", role: "instance" })).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("ssm.amazonaws.com is not authorized to perform: sts:AssumeRole") as string,
    });
  });

  it("is refused for an unknown account, with a list of the fleet's accounts", async () => {
    await expect(get({ account: "elsewhere" })).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(/no account "elsewhere".*app-dev \(222222222222\).*partner/s) as string,
    });
  });

  it("is refused for a misspelt account, with the name that was probably meant", async () => {
    await expect(get({ account: "app-devel" })).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(/no account "app-devel".*Did you mean "app-dev"\?/s) as string,
    });
  });

  it("has a Terraform configuration that exists, even if the user's variable names a missing file", async () => {
    const { TF_CLI_CONFIG_FILE: file = "" } = await get({}, { TF_CLI_CONFIG_FILE: "/not/there" });
    expect(existsSync(file)).toBe(true);
  });

  it("does not name a Terraform that is in PATH", async () => {
    expect(await get({})).not.toHaveProperty("TERRAFORM_BINARY_NAME");
  });

  it("names a Terraform that the user chose", async () => {
    const chosen = join(programs, "terraform");
    const variables = await get({}, { PATH: "/bin:/usr/bin", TERRAFORM_BINARY_NAME: chosen });
    expect(variables).toMatchObject({ TERRAFORM_BINARY_NAME: chosen });
  });

  it("is refused without the token", async () => {
    const response = await fetch(`${test.sandbox.endpoint}/_fleetbook/credentials`, {
      headers: { "x-fleetbook-token": "0".repeat(64) },
    });
    expect(response.status).toBe(403);
  });

  it("is not available if no sandbox is running", async () => {
    const options = { folder: join(programs, "nothing"), env: {}, log: () => undefined };
    await expect(environment(options, {})).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("No sandbox is running") as string,
    });
  });
});
