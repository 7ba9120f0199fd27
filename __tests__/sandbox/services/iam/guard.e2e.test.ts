import { CreateRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { APP_DEV_ID, MANAGEMENT_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "IAM", (moto) => {
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
});
