import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { ListAccountsCommand, ListAccountsForParentCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Fleet } from "../../../src/fleet/model";
import { loadedFiles } from "../../../src/sandbox/lifecycle/loaded-files";
import { reloadSandbox } from "../../../src/sandbox/lifecycle/reload";
import { readState } from "../../../src/sandbox/lifecycle/state-file";
import { unloadedFiles } from "../../../src/sandbox/lifecycle/unloaded-files";
import { APP_PROD_ID, APP_STAGING_ID, exampleFleet, PRODUCTION_ID, WORKLOADS_ID } from "../example-fleet";
import { describeWith } from "../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../test-sandbox";

const NEW_ID = "666666666666";

/** The example with a new account and another that has moved, and without a third. */
function changed(): Fleet {
  const fleet = exampleFleet();
  const memberAccounts = fleet.memberAccounts.flatMap((account) => {
    if (account.id === APP_PROD_ID) return [];
    return account.id === APP_STAGING_ID
      ? [{ ...account, parentId: PRODUCTION_ID }]
      : [account, { ...account, id: NEW_ID, name: "app-new" }];
  });
  return { ...fleet, memberAccounts };
}

describeWith(["moto_server"], "A sandbox that reads its files again", (moto) => {
  let test: TestSandbox;
  let files: string;
  let fleetFile: string;
  const reload = (fleet: Fleet) =>
    reloadSandbox(test.folder, { fleet, nodes: {} }, { loaded: loadedFiles([fleetFile]), namedNodesFile: undefined });
  const deployRole = (accountId: string) => ({
    RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`,
    RoleSessionName: "deploy",
  });

  beforeAll(async () => {
    files = await mkdtemp(join(tmpdir(), "fleetbook-test-"));
    fleetFile = join(files, "fleet.yaml");
    await writeFile(fleetFile, "before");
    test = await startTestSandbox(moto, exampleFleet());
  });
  afterAll(async () => {
    await test.end();
    await rm(files, { recursive: true });
  });

  it("has the new account, into which the management account deploys, and moves and closes the others", async () => {
    const sts = await test.client(STSClient, "management");
    const kept = await test.client(SSMClient, "app-staging");
    await kept.send(new PutParameterCommand({ Name: "kept", Value: "still there", Type: "String" }));
    const leaving = await test.client(STSClient, "app-prod");
    const refused = await failureOf(sts.send(new AssumeRoleCommand(deployRole(NEW_ID))));
    expect(refused.code).toBe("AccessDenied");

    expect(await reload(changed())).toEqual({
      added: [`app-new (${NEW_ID})`],
      reopened: [],
      moved: [`app-staging (${APP_STAGING_ID})`],
      closed: [`app-prod (${APP_PROD_ID})`],
      edited: [],
      nodes: [],
    });

    const { Credentials: issued } = await sts.send(new AssumeRoleCommand(deployRole(NEW_ID)));
    const deployer = test.clientWith(IAMClient, {
      accessKeyId: issued?.AccessKeyId ?? "",
      secretAccessKey: issued?.SecretAccessKey ?? "",
      sessionToken: issued?.SessionToken ?? "",
    });
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const { Role: made } = await deployer.send(
      new CreateRoleCommand({ RoleName: "deployed", AssumeRolePolicyDocument }),
    );
    expect(made?.Arn).toBe(`arn:aws:iam::${NEW_ID}:role/deployed`);

    const organizations = await test.client(OrganizationsClient, "management");
    const under = async (ParentId: string) =>
      (await organizations.send(new ListAccountsForParentCommand({ ParentId }))).Accounts?.map(({ Name }) => Name);
    expect(await under(WORKLOADS_ID)).toEqual(["app-dev", "app-new"]);
    expect(await under(PRODUCTION_ID)).toEqual(["app-staging", "app-prod"]);
    const { Accounts = [] } = await organizations.send(new ListAccountsCommand({}));
    expect(Accounts.filter(({ Status }) => Status === "SUSPENDED").map(({ Id }) => Id)).toEqual([APP_PROD_ID]);

    const { Parameter } = await kept.send(new GetParameterCommand({ Name: "kept" }));
    expect(Parameter?.Value).toBe("still there");
    const closed = expect.stringContaining(`The account ${APP_PROD_ID} is closed`) as string;
    expect(await failureOf(leaving.send(new GetCallerIdentityCommand({})))).toMatchObject({ message: closed });
    expect(await failureOf(sts.send(new AssumeRoleCommand(deployRole(APP_PROD_ID))))).toMatchObject({
      code: "AccessDenied",
      message: closed,
    });
    expect(await readState(test.folder)).toMatchObject({
      accounts: expect.arrayContaining([{ id: NEW_ID, name: "app-new", kind: "member" }]) as unknown,
    });
  });

  it("gives a closed account back as it was when the file has it again", async () => {
    await reload(changed());
    expect((await reload(exampleFleet())).reopened).toEqual([`app-prod (${APP_PROD_ID})`]);
    const again = await test.client(STSClient, "app-prod");
    expect((await again.send(new GetCallerIdentityCommand({}))).Account).toBe(APP_PROD_ID);
  });

  it("refuses the files of another organization, and stays as it is", async () => {
    const { organization, ...fleet } = changed();
    await reload(exampleFleet());
    await expect(reload({ ...fleet, organization: { ...organization, id: "o-another0001" } })).rejects.toMatchObject({
      name: "ConfigurationError",
      problems: [{ message: expect.stringContaining("another organization") as string }],
    });
    expect((await reload(exampleFleet())).moved).toEqual([]);
  });

  it("is said not to have read a changed file until it has", async () => {
    await reload(exampleFleet());
    expect(await unloadedFiles(test.folder)).toBeUndefined();
    await writeFile(fleetFile, "after");
    const line = "fleet.yaml has changed and the sandbox has not read it: npm run sandbox -- reload";
    expect(await unloadedFiles(test.folder)).toBe(line);
    expect(await unloadedFiles(test.folder, test.sandbox.endpoint)).toBe(line);
    expect(await unloadedFiles(test.folder, "http://127.0.0.1:1")).toBeUndefined();
    await reload(exampleFleet());
    expect(await unloadedFiles(test.folder)).toBeUndefined();
  });
});
