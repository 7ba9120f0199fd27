import { GetRoleCommand, IAMClient, ListAttachedRolePoliciesCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { APP_DEV_ID, APP_STAGING_ID, exampleFleet, MANAGEMENT_ID, PARTNER_ID } from "../example-fleet";
import { describeWith } from "../../requires";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

const READER_ROLE = `arn:aws:iam::${APP_STAGING_ID}:role/teams/platform/Reader`;

describeWith(["moto_server"], "The accounts of a new sandbox", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    const fleet = exampleFleet();
    const memberAccounts = fleet.memberAccounts.map((account) =>
      account.id === APP_DEV_ID ? { ...account, deployRole: undefined } : account,
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
});
