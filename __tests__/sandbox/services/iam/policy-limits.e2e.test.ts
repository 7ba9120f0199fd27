import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { APP_DEV_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const trusting = (Principal: object, rest: object = {}) =>
  policy({ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...rest });
/** An identity policy of about so many characters. */
const ofSize = (characters: number) =>
  policy({ Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"a".repeat(characters - 120)}` });

describeWith(["moto_server"], "IAM refuses", (moto) => {
  let test: TestSandbox;
  let iam: IAMClient;
  const RoleName = "limited";
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    iam = await test.client(IAMClient, "app-dev");
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting({ AWS: APP_DEV_ID }) }));
  });
  afterAll(() => test.end());

  const put = (PolicyName: string, PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  const refusal = (code: string, status: number, message: string) => ({
    code: expect.stringContaining(code) as string,
    status,
    message,
  });

  it.each([
    [
      "the principal of a service that does not exist",
      trusting({ Service: "ssm.amazonaws.co" }),
      'Invalid principal in policy: "SERVICE":"ssm.amazonaws.co"',
    ],
    [
      "a condition operator that does not exist",
      trusting({ Service: "ssm.amazonaws.com" }, { Condition: { StringIs: { "aws:SourceAccount": APP_DEV_ID } } }),
      "Syntax errors in policy. (StringIs is not a condition operator)",
    ],
  ])("%s in a trust policy", async (_, AssumeRolePolicyDocument, message) => {
    const refused = iam.send(new CreateRoleCommand({ RoleName: "refused", AssumeRolePolicyDocument }));
    expect(await failureOf(refused)).toMatchObject(refusal("MalformedPolicyDocument", 400, message));
  });

  it("a trust policy of more than 2,048 characters, not counting white space", async () => {
    const accounts = Array.from({ length: 150 }, (_, index) => String(999_999_000_000 + index));
    const create = (document: string) =>
      iam.send(new CreateRoleCommand({ RoleName: "trusting-many", AssumeRolePolicyDocument: document }));
    expect(await failureOf(create(trusting({ AWS: accounts })))).toMatchObject(
      refusal("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048"),
    );
    await create(`${trusting({ AWS: APP_DEV_ID })}${" ".repeat(3000)}`);
  });

  it("inline policies of a role of more than 10,240 characters together", async () => {
    await put("first", ofSize(6000));
    expect(await failureOf(put("second", ofSize(6000)))).toMatchObject(
      refusal("LimitExceeded", 409, `Maximum policy size of 10240 bytes exceeded for role ${RoleName}`),
    );
    await put("first", ofSize(7000));
    await put("second", ofSize(3000));
  });

  it("a managed policy of more than 6,144 characters, and an eleventh that is attached", async () => {
    const create = (PolicyName: string, PolicyDocument: string) =>
      iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
    expect(await failureOf(create("large", ofSize(6400)))).toMatchObject(
      refusal("LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144"),
    );
    const attach = async (name: string) => {
      const { Policy } = await create(name, ofSize(200));
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }));
    };
    for (let number = 1; number <= 10; number += 1) await attach(`policy-${number}`);
    expect(await failureOf(attach("policy-11"))).toMatchObject(
      refusal("LimitExceeded", 409, "Cannot exceed quota for PoliciesPerRole: 10"),
    );
  });

  it("an identity policy with an operator that does not exist", async () => {
    const unknown = policy({ Effect: "Deny", Action: "*", Resource: "*", Condition: { StringIs: { "aws:x": "y" } } });
    expect(await failureOf(put("unknown", unknown))).toMatchObject({ status: 400 });
  });

  it.each([3599, 43_201])("a role whose sessions may last %s seconds", async (MaxSessionDuration) => {
    const update = iam.send(new UpdateRoleCommand({ RoleName, MaxSessionDuration }));
    expect(await failureOf(update)).toMatchObject({ code: "ValidationError", status: 400 });
  });
});
