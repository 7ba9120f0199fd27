import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { deployRole } from "../../../src/fleet/resolve/deploy-role";
import { APP_DEV_ID, APP_PROD_ID, APP_STAGING_ID, exampleFleet, MANAGEMENT_ID, PARTNER_ID } from "../example-fleet";
import { describeWith } from "../../requires";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

const READER_ROLE = `arn:aws:iam::${APP_STAGING_ID}:role/teams/platform/Reader`;

describeWith(["moto_server"], "The accounts of a new sandbox", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    const fleet = exampleFleet();
    const ofPlatform = deployRole({ name: "Deploy", path: "/platform/", externalId: "f-17", tags: { team: "core" } });
    const roles = new Map([
      [APP_DEV_ID, undefined],
      [APP_STAGING_ID, ofPlatform],
    ]);
    const memberAccounts = fleet.memberAccounts.map((account) =>
      roles.has(account.id) ? { ...account, deployRole: roles.get(account.id) } : account,
    );
    test = await startTestSandbox(moto, { ...fleet, memberAccounts, readerPrincipalArns: [READER_ROLE] });
  });
  afterAll(() => test.end());

  const identity = async (account: string) =>
    (await (await test.client(STSClient, account)).send(new GetCallerIdentityCommand({}))).Arn;

  it("have the deploy role that AWS Organizations creates, which trusts the management account and has administrator access", async () => {
    const iam = await test.client(IAMClient, "app-prod");
    const of = { RoleName: "OrganizationAccountAccessRole" };
    const { Role: role } = await iam.send(new GetRoleCommand(of));
    expect(JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ""))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${MANAGEMENT_ID}:root` }, Action: "sts:AssumeRole" },
      ],
    });
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand(of));
    expect(AttachedPolicies?.map(({ PolicyArn }) => PolicyArn)).toEqual([
      "arn:aws:iam::aws:policy/AdministratorAccess",
    ]);
  });

  it("have no other roles if they are outside the organization or have no deploy role", async () => {
    for (const account of ["partner", "app-dev", "management"]) {
      const iam = await test.client(IAMClient, account);
      expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
    }
  });

  it("give access to the reader principal in its account, and to an operator in the others", async () => {
    expect(await identity("app-staging")).toBe(`arn:aws:sts::${APP_STAGING_ID}:assumed-role/Reader/fleetbook-sandbox`);
    const iam = await test.client(IAMClient, "app-staging");
    expect((await iam.send(new GetRoleCommand({ RoleName: "Reader" }))).Role?.Arn).toBe(READER_ROLE);
    expect(await identity("management")).toBe(`arn:aws:iam::${MANAGEMENT_ID}:user/fleetbook-operator`);
    expect(await identity("app-dev")).toBe(`arn:aws:iam::${APP_DEV_ID}:user/fleetbook-operator`);
    expect(await identity("partner")).toBe(`arn:aws:iam::${PARTNER_ID}:user/fleetbook-operator`);
  });

  it("let only sessions with the external id and the tags of the fleet file assume a deploy role that asks for them", async () => {
    const sts = await test.client(STSClient, "management");
    const role = { RoleArn: `arn:aws:iam::${APP_STAGING_ID}:role/platform/Deploy`, RoleSessionName: "fleetbook" };
    const assume = async (further: { ExternalId?: string; Tags?: { Key: string; Value: string }[] }) =>
      (await sts.send(new AssumeRoleCommand({ ...role, ...further }))).AssumedRoleUser?.Arn;
    const Tags = [{ Key: "team", Value: "core" }];
    expect(await assume({ ExternalId: "f-17", Tags })).toContain(":assumed-role/Deploy/fleetbook");
    await expect(assume({ Tags })).rejects.toThrow("sts:AssumeRole");
    await expect(assume({ ExternalId: "f-18", Tags })).rejects.toThrow("sts:AssumeRole");
    const untagged = { RoleArn: `arn:aws:iam::${APP_PROD_ID}:role/OrganizationAccountAccessRole` };
    await expect(sts.send(new AssumeRoleCommand({ ...untagged, RoleSessionName: "fleetbook", Tags }))).rejects.toThrow(
      "sts:TagSession",
    );
  });
});
