import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
} from "@aws-sdk/client-sts";
import {
  administrationRoleArn,
  executionRoleArn,
  ADMINISTRATION_ROLE_NAME,
  EXECUTION_ROLE_NAME,
} from "../../../../src/fleet/names";
import type { Credentials } from "../../../../src/sandbox/identities/principals";
import { APP_DEV_ID, exampleFleet, MANAGEMENT_ID, ORGANIZATION_ID, PARTNER_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const fleet = exampleFleet();
const ADMINISTRATION_ROLE = administrationRoleArn(fleet);
const EXECUTION_ROLE = `arn:aws:iam::${APP_DEV_ID}:role/${EXECUTION_ROLE_NAME}`;

function statement(Principal: unknown, Condition?: unknown, Action: unknown = "sts:AssumeRole"): string {
  const one = {
    Effect: "Allow",
    Principal,
    Action,
    ...(Condition === undefined ? {} : { Condition }),
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [one] });
}

function allow(Action: string, Resource: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
}

describeWith(["moto_server"], "AssumeRole", (moto) => {
  let test: TestSandbox;
  let management: IAMClient;
  let appDev: IAMClient;

  const assume = async (credentials: Credentials, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}) => {
    const sts = test.clientWith(STSClient, credentials);
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: "trial", ...more }),
    );
    return {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken ?? "",
    };
  };
  const operator = (account: string) => test.sandbox.credentials({ account });
  const administration = () => test.sandbox.credentials({ account: "management", role: ADMINISTRATION_ROLE_NAME });
  const trust = (document: string) =>
    appDev.send(new UpdateAssumeRolePolicyCommand({ RoleName: EXECUTION_ROLE_NAME, PolicyDocument: document }));
  const trustAdministration = () =>
    trust(statement({ AWS: ADMINISTRATION_ROLE }, { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION_ID } }));

  beforeAll(async () => {
    test = await startTestSandbox(moto, fleet);
    management = await test.client(IAMClient, "management");
    appDev = await test.client(IAMClient, "app-dev");
    await management.send(
      new CreateRoleCommand({
        RoleName: ADMINISTRATION_ROLE_NAME,
        AssumeRolePolicyDocument: statement(
          { Service: "ssm.amazonaws.com" },
          { ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${MANAGEMENT_ID}:automation-execution/*` } },
        ),
      }),
    );
    await management.send(
      new PutRolePolicyCommand({
        RoleName: ADMINISTRATION_ROLE_NAME,
        PolicyName: "AssumeExecutionRole",
        PolicyDocument: allow("sts:AssumeRole", `arn:aws:iam::*:role/${EXECUTION_ROLE_NAME}`),
      }),
    );
    await appDev.send(
      new CreateRoleCommand({
        RoleName: EXECUTION_ROLE_NAME,
        AssumeRolePolicyDocument: statement({ AWS: ADMINISTRATION_ROLE }),
      }),
    );
  });
  afterAll(() => test.end());
  beforeEach(() => trustAdministration());

  it("lets the administration role assume the execution role of a member account", async () => {
    const credentials = await assume(await administration(), EXECUTION_ROLE);
    const identity = await test.clientWith(STSClient, credentials).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({
      Account: APP_DEV_ID,
      Arn: `arn:aws:sts::${APP_DEV_ID}:assumed-role/${EXECUTION_ROLE_NAME}/trial`,
      UserId: expect.stringMatching(/^AROA[A-Z0-9]+:trial$/) as string,
    });
  });

  it("refuses the execution role if the organization's id differs", async () => {
    await trust(statement({ AWS: ADMINISTRATION_ROLE }, { StringEquals: { "aws:PrincipalOrgID": "o-another00001" } }));
    expect(await failureOf(assume(await administration(), EXECUTION_ROLE))).toMatchObject({
      code: "AccessDenied",
      status: 403,
      attempts: 1,
      message: expect.stringMatching(
        /^User: arn:aws:sts::111111111111:assumed-role\/AWS-SystemsManager-AutomationAdministrationRole\/Automation-\S+ is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role\/AWS-SystemsManager-AutomationExecutionRole\. .*aws:PrincipalOrgID/,
      ) as string,
    });
  });

  it.each(["management", "app-staging", "partner"])(
    "refuses the execution role to an administrator of %s, whom it does not trust",
    async (account) => {
      expect(await failureOf(assume(await operator(account), EXECUTION_ROLE))).toMatchObject({ code: "AccessDenied" });
    },
  );

  it("sets no organization id for an account outside the organization", async () => {
    const document = statement({ AWS: `arn:aws:iam::${PARTNER_ID}:root` });
    await trust(document);
    await assume(await operator("partner"), EXECUTION_ROLE);

    const condition = { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION_ID } };
    await trust(statement({ AWS: `arn:aws:iam::${PARTNER_ID}:root` }, condition));
    expect(await failureOf(assume(await operator("partner"), EXECUTION_ROLE))).toMatchObject({ code: "AccessDenied" });
  });

  it("lets a trust policy name the path in the organization", async () => {
    const under = (path: string) =>
      statement({ AWS: "*" }, { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [path] } });
    const appProd = await operator("app-prod");
    await trust(under("o-fleetbook01/r-flt1/ou-flt1-workload/ou-flt1-producti/*"));
    await assume(appProd, EXECUTION_ROLE);
    expect(await failureOf(assume(await operator("app-staging"), EXECUTION_ROLE))).toMatchObject({
      code: "AccessDenied",
    });
  });

  it("refuses a role that does not exist like one that may not be assumed", async () => {
    const missing = `arn:aws:iam::${APP_DEV_ID}:role/missing`;
    expect(await failureOf(assume(await operator("management"), missing))).toMatchObject({
      code: "AccessDenied",
      status: 403,
    });
  });

  it("refuses sessions of a role that was deleted", async () => {
    const RoleName = "short-lived";
    const document = statement({ AWS: `arn:aws:iam::${MANAGEMENT_ID}:root` });
    await management.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document }));
    const session = await assume(await operator("management"), `arn:aws:iam::${MANAGEMENT_ID}:role/${RoleName}`);
    await management.send(new DeleteRoleCommand({ RoleName }));
    await trust(document);
    expect(await failureOf(assume(session, EXECUTION_ROLE))).toMatchObject({ code: "AccessDenied" });
  });

  describe("evaluates the caller's own policies", () => {
    const makeUser = async (UserName: string): Promise<Credentials> => {
      await management.send(new CreateUserCommand({ UserName }));
      const { AccessKey: key } = await management.send(new CreateAccessKeyCommand({ UserName }));
      return { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
    };
    beforeEach(() => trust(statement({ AWS: `arn:aws:iam::${MANAGEMENT_ID}:root` })));

    it("and refuses a user of a trusted account who has no policies", async () => {
      const credentials = await makeUser("powerless");
      expect(await failureOf(assume(credentials, EXECUTION_ROLE))).toMatchObject({
        code: "AccessDenied",
        message: expect.stringContaining("identity policies") as string,
      });
    });

    it("including those of the user's groups", async () => {
      const credentials = await makeUser("grouped");
      await management.send(new CreateGroupCommand({ GroupName: "assumers" }));
      await management.send(
        new PutGroupPolicyCommand({
          GroupName: "assumers",
          PolicyName: "assume",
          PolicyDocument: allow("sts:AssumeRole", EXECUTION_ROLE),
        }),
      );
      expect(await failureOf(assume(credentials, EXECUTION_ROLE))).toMatchObject({ code: "AccessDenied" });
      await management.send(new AddUserToGroupCommand({ GroupName: "assumers", UserName: "grouped" }));
      await assume(credentials, EXECUTION_ROLE);
    });

    it("including session policies", async () => {
      const deployer = `arn:aws:iam::${APP_DEV_ID}:role/OrganizationAccountAccessRole`;
      const narrowed = await assume(await operator("management"), deployer, { Policy: allow("s3:*", "*") });
      const wide = await assume(await operator("management"), deployer);
      const byArn = await assume(await operator("management"), deployer, {
        PolicyArns: [{ arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }],
      });
      await trust(statement({ AWS: `arn:aws:iam::${APP_DEV_ID}:root` }));
      await assume(wide, EXECUTION_ROLE);
      expect(await failureOf(assume(narrowed, EXECUTION_ROLE))).toMatchObject({ code: "AccessDenied" });
      expect(await failureOf(assume(byArn, EXECUTION_ROLE))).toMatchObject({ code: "AccessDenied" });
    });

    it("including a permissions boundary", async () => {
      const RoleName = "bounded";
      await management.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: statement({ AWS: `arn:aws:iam::${MANAGEMENT_ID}:root` }),
        }),
      );
      await management.send(
        new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
      );
      const session = await assume(await operator("management"), `arn:aws:iam::${MANAGEMENT_ID}:role/${RoleName}`);
      await assume(session, EXECUTION_ROLE);

      const { Policy } = await management.send(
        new CreatePolicyCommand({ PolicyName: "boundary", PolicyDocument: allow("s3:*", "*") }),
      );
      await management.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: Policy?.Arn }));
      expect(await failureOf(assume(session, EXECUTION_ROLE))).toMatchObject({
        code: "AccessDenied",
        message: expect.stringContaining("permissions boundary") as string,
      });
    });
  });

  it("lets a trust policy check the external id, the session name and the session tags", async () => {
    await trust(
      statement(
        { AWS: `arn:aws:iam::${MANAGEMENT_ID}:root` },
        {
          StringEquals: {
            "sts:ExternalId": "agreed",
            "sts:RoleSessionName": "trial",
            "aws:RequestTag/team": "platform",
            "sts:SourceIdentity": "someone",
          },
        },
        ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      ),
    );
    const asked = { ExternalId: "agreed", Tags: [{ Key: "team", Value: "platform" }], SourceIdentity: "someone" };
    await assume(await operator("management"), EXECUTION_ROLE, asked);
    const wrong = assume(await operator("management"), EXECUTION_ROLE, { ...asked, ExternalId: "another" });
    expect(await failureOf(wrong)).toMatchObject({ code: "AccessDenied" });
  });

  describe("with session tags and a source identity", () => {
    const RoleName = "tagged";
    const tagged = `arn:aws:iam::${APP_DEV_ID}:role/${RoleName}`;
    const account = `arn:aws:iam::${MANAGEMENT_ID}:root`;
    const trusts = (...actions: string[]) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: [account, APP_DEV_ID] }, Action: actions }],
      });
    const trustActions = (...actions: string[]) =>
      appDev.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trusts(...actions) }));
    const passed = {
      Tags: [
        { Key: "team", Value: "platform" },
        { Key: "ticket", Value: "42" },
      ],
      TransitiveTagKeys: ["team"],
    };
    const all = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
    beforeAll(async () => {
      await appDev.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusts(...all) }));
      const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
      await appDev.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    });
    beforeEach(() => trustActions(...all));

    it.each([
      ["session tags", "sts:TagSession", passed],
      ["a source identity", "sts:SetSourceIdentity", { SourceIdentity: "alice" }],
    ])("needs the trust policy's permission for %s", async (_, action, more) => {
      await assume(await operator("management"), tagged, more);
      await trustActions(...all.filter((other) => other !== action));
      await assume(await operator("management"), tagged);
      expect(await failureOf(assume(await operator("management"), tagged, more))).toMatchObject({
        code: "AccessDenied",
        message: expect.stringContaining(`is not authorized to perform: ${action} on resource`) as string,
      });
    });

    it("hands on the source identity and the transitive tags, and lets nobody change them", async () => {
      const first = await assume(await operator("management"), tagged, { ...passed, SourceIdentity: "alice" });
      const onlyHandedOn = {
        StringEquals: { "sts:SourceIdentity": "alice", "aws:RequestTag/team": "platform" },
        "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": "team", "aws:TagKeys": "team" },
      };
      const chained = JSON.parse(trusts(...all)) as { Statement: [object] };
      Object.assign(chained.Statement[0], { Condition: onlyHandedOn });
      await trust(JSON.stringify(chained));
      await assume(first, EXECUTION_ROLE);
      await assume(first, EXECUTION_ROLE, { SourceIdentity: "alice" });
      const another = assume(first, EXECUTION_ROLE, { SourceIdentity: "mallory" });
      expect(await failureOf(another)).toMatchObject({ code: "AccessDenied" });
      const overridden = assume(first, EXECUTION_ROLE, { Tags: [{ Key: "Team", Value: "other" }] });
      expect(await failureOf(overridden)).toMatchObject({ code: "InvalidParameterValue" });
    });

    it.each([
      ["a transitive key without a tag", { TransitiveTagKeys: ["team"] }],
      [
        "two keys that differ in case alone",
        {
          Tags: [
            { Key: "a", Value: "" },
            { Key: "A", Value: "" },
          ],
        },
      ],
      ["a key of AWS's own", { Tags: [{ Key: "aws:x", Value: "" }] }],
      ["a value outside the character set", { Tags: [{ Key: "a", Value: "<b>" }] }],
    ])("refuses %s", async (_, more) => {
      expect(await failureOf(assume(await operator("management"), tagged, more))).toMatchObject({ status: 400 });
    });
  });

  it("decides with the Region, the organizations and the caller's id, as every other call", async () => {
    await trust(
      statement(
        { AWS: `arn:aws:iam::${MANAGEMENT_ID}:root` },
        {
          StringEquals: { "aws:RequestedRegion": fleet.homeRegion, "aws:ResourceOrgID": ORGANIZATION_ID },
          StringLike: { "aws:userid": "AIDA*" },
          "ForAnyValue:StringLike": { "aws:ResourceOrgPaths": `${ORGANIZATION_ID}/*` },
        },
      ),
    );
    await assume(await operator("management"), EXECUTION_ROLE);
  });

  it.each([
    ["a name with a space", { RoleSessionName: "a b" }],
    ["a duration under 15 minutes", { DurationSeconds: 899 }],
    ["a duration beyond the role's own maximum", { DurationSeconds: 7200 }],
  ])("refuses %s", async (_, more) => {
    const deployer = `arn:aws:iam::${APP_DEV_ID}:role/OrganizationAccountAccessRole`;
    expect(await failureOf(assume(await operator("management"), deployer, more))).toMatchObject({
      code: "ValidationError",
    });
  });

  it("refuses a session policy that is malformed", async () => {
    const deployer = `arn:aws:iam::${APP_DEV_ID}:role/OrganizationAccountAccessRole`;
    expect(await failureOf(assume(await operator("management"), deployer, { Policy: "{}" }))).toMatchObject({
      code: expect.stringMatching(/MalformedPolicyDocument/) as string,
    });
  });

  describe("by Systems Manager", () => {
    const member = fleet.memberAccounts[0];
    const asService = () => test.sandbox.credentials({ account: "app-dev", role: EXECUTION_ROLE_NAME });
    const trustService = (condition: unknown) => trust(statement({ Service: "ssm.amazonaws.com" }, condition));

    it("is decided by the source account and the execution's ARN", async () => {
      await trustService({
        StringEquals: { "aws:SourceAccount": APP_DEV_ID },
        ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${APP_DEV_ID}:automation-execution/*` },
      });
      const identity = await test.clientWith(STSClient, await asService()).send(new GetCallerIdentityCommand({}));
      expect(identity.Arn).toMatch(`arn:aws:sts::${APP_DEV_ID}:assumed-role/${EXECUTION_ROLE_NAME}/Automation-`);
      expect(member && executionRoleArn(fleet, member)).toBe(EXECUTION_ROLE);
    });

    it.each([
      ["the source account", { StringEquals: { "aws:SourceAccount": MANAGEMENT_ID } }],
      ["the source ARN", { ArnLike: { "aws:SourceArn": `arn:aws:ssm:*:${MANAGEMENT_ID}:automation-execution/*` } }],
    ])("is refused where %s differs", async (_, condition) => {
      await trustService(condition);
      await expect(asService()).rejects.toMatchObject({
        name: "ConfigurationError",
        message: expect.stringContaining("User: ssm.amazonaws.com is not authorized") as string,
      });
    });

    it("is refused if the trust policy names only AWS principals", async () => {
      await expect(asService()).rejects.toMatchObject({ name: "ConfigurationError" });
    });
  });
});
