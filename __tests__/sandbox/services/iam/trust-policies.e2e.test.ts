import {
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetRoleCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { APP_DEV_ID, MANAGEMENT_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "a trust policy", (moto) => {
  let test: TestSandbox;
  let iam: IAMClient;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    iam = await test.client(IAMClient, "app-dev");
  });
  afterAll(() => test.end());

  const trusting = (AWS: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
    });
  let roles = 0;
  const createRole = (document: string) =>
    iam.send(new CreateRoleCommand({ RoleName: `role-${String((roles += 1))}`, AssumeRolePolicyDocument: document }));

  it.each([
    ["a role", `arn:aws:iam::${MANAGEMENT_ID}:role/not-yet`],
    ["a role under another path", `arn:aws:iam::${APP_DEV_ID}:role/path/OrganizationAccountAccessRole`],
    ["a user", `arn:aws:iam::${MANAGEMENT_ID}:user/nobody`],
    ["a session of a role", `arn:aws:sts::${MANAGEMENT_ID}:assumed-role/not-yet/session`],
  ])("refuses a trust policy that names %s which does not exist", async (_, arn) => {
    const refusal = {
      code: expect.stringMatching(/^MalformedPolicyDocument/) as string,
      status: 400,
      message: `Invalid principal in policy: "AWS":"${arn}"`,
    };
    expect(await failureOf(createRole(trusting(arn)))).toMatchObject(refusal);
    const update = new UpdateAssumeRolePolicyCommand({
      RoleName: "OrganizationAccountAccessRole",
      PolicyDocument: trusting(arn),
    });
    expect(await failureOf(iam.send(update))).toMatchObject(refusal);
  });

  it.each([
    ["a role that exists", `arn:aws:iam::${APP_DEV_ID}:role/OrganizationAccountAccessRole`],
    ["a user of another account", `arn:aws:iam::${MANAGEMENT_ID}:user/fleetbook-operator`],
    ["an account", `arn:aws:iam::${MANAGEMENT_ID}:root`],
    ["an account by its id", MANAGEMENT_ID],
    ["a role of an account that the sandbox does not have", "arn:aws:iam::999999999999:role/vendor"],
  ])("takes a trust policy that names %s", async (_, principal) => {
    await createRole(trusting(principal));
  });

  it.each([
    ["is not JSON", "{"],
    [
      "names no principal",
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] }),
    ],
    ["names a resource", trusting(MANAGEMENT_ID).replace('"Action"', '"Resource":"*","Action"')],
    ["has a wildcard in a principal's ARN", trusting(`arn:aws:iam::${MANAGEMENT_ID}:role/*`)],
  ])("refuses a trust policy that %s", async (_, document) => {
    expect(await failureOf(createRole(document))).toMatchObject({
      code: expect.stringMatching(/^MalformedPolicyDocument/) as string,
      status: 400,
    });
  });

  describe("that names a role or a user keeps its unique id:", () => {
    let management: IAMClient;
    beforeAll(async () => (management = await test.client(IAMClient, "management")));

    /** The principal in the trust policy of a role, as IAM shows it. */
    const trusted = async (RoleName: string): Promise<string> => {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")) as {
        Statement: [{ Principal: { AWS: string } }];
      };
      return document.Statement[0].Principal.AWS;
    };
    const makeCaller = () =>
      management.send(new CreateRoleCommand({ RoleName: "caller", AssumeRolePolicyDocument: trusting(MANAGEMENT_ID) }));
    const caller = `arn:aws:iam::${MANAGEMENT_ID}:role/caller`;

    it("a role that is made again under the same name is another one, and is trusted only once the policy is written again", async () => {
      const first = await makeCaller();
      const { Role: role } = await createRole(trusting(caller));
      const roleName = role?.RoleName ?? "";
      expect(await trusted(roleName)).toBe(caller);

      await management.send(new DeleteRoleCommand({ RoleName: "caller" }));
      expect(await trusted(roleName)).toBe(first.Role?.RoleId);
      await makeCaller();
      expect(await trusted(roleName)).toBe(first.Role?.RoleId);

      const asCaller = await test.client(STSClient, "management");
      const { Credentials: given } = await asCaller.send(
        new AssumeRoleCommand({ RoleArn: caller, RoleSessionName: "one" }),
      );
      const session = test.clientWith(STSClient, {
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        sessionToken: given?.SessionToken ?? "",
      });
      const chained = session.send(new AssumeRoleCommand({ RoleArn: role?.Arn, RoleSessionName: "two" }));
      expect(await failureOf(chained)).toMatchObject({
        code: "AccessDenied",
        message: expect.stringContaining(
          `trusts "AWS":"${first.Role?.RoleId ?? ""}", which has been deleted`,
        ) as string,
      });

      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: trusting(caller) }));
      expect(await trusted(roleName)).toBe(caller);
    });

    it("a user that is renamed is the same one", async () => {
      await management.send(new CreateUserCommand({ UserName: "alice" }));
      const { Role: role } = await createRole(trusting(`arn:aws:iam::${MANAGEMENT_ID}:user/alice`));
      await management.send(new UpdateUserCommand({ UserName: "alice" }));
      expect(await trusted(role?.RoleName ?? "")).toBe(`arn:aws:iam::${MANAGEMENT_ID}:user/alice`);
      await management.send(new UpdateUserCommand({ UserName: "alice", NewUserName: "bob" }));
      expect(await trusted(role?.RoleName ?? "")).toBe(`arn:aws:iam::${MANAGEMENT_ID}:user/bob`);
    });

    it("a user that has been deleted is shown by its id", async () => {
      const { User: user } = await management.send(new CreateUserCommand({ UserName: "carol" }));
      expect(user?.UserId).toMatch(/^AIDA[A-Z0-9]{17}$/);
      const { Role: role } = await createRole(trusting(user?.Arn ?? ""));
      await management.send(new DeleteUserCommand({ UserName: "carol" }));
      expect(await trusted(role?.RoleName ?? "")).toBe(user?.UserId);
    });

    it("IAM refuses an id that somebody writes", async () => {
      expect(await failureOf(createRole(trusting("AROAEXAMPLEEXAMPLE")))).toMatchObject({
        code: expect.stringMatching(/^MalformedPolicyDocument/) as string,
        message: 'Invalid principal in policy: "AWS":"AROAEXAMPLEEXAMPLE"',
      });
    });
  });
});
