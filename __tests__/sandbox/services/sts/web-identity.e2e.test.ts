import { CreateOpenIDConnectProviderCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { exampleFleet, MANAGEMENT_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

const ISSUER = "token.actions.githubusercontent.com";
const SUBJECT = "repo:octo-org/fleet:pull_request";
const NAME = "planner";

/** A token that nobody has signed. */
function token(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const payload = { iss: `https://${ISSUER}`, aud: "sts.amazonaws.com", sub: SUBJECT, ...claims };
  return `${part({ alg: "none" })}.${part(payload)}.`;
}

describeWith(["moto_server"], "AssumeRoleWithWebIdentity", (moto) => {
  let test: TestSandbox;

  /** Without credentials, as a workflow calls it. */
  const assume = (WebIdentityToken: string, name = NAME, account = MANAGEMENT_ID) =>
    new STSClient({
      endpoint: test.sandbox.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "", secretAccessKey: "" },
    }).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${account}:role/${name}`,
        RoleSessionName: "run-1",
        WebIdentityToken,
      }),
    );

  beforeAll(async () => {
    test = await startTestSandbox(moto, exampleFleet());
    const iam = await test.client(IAMClient, "management");
    await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: `https://${ISSUER}`, ClientIDList: ["sts.amazonaws.com"] }),
    );
    await iam.send(
      new CreateRoleCommand({
        RoleName: NAME,
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${MANAGEMENT_ID}:oidc-provider/${ISSUER}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com", [`${ISSUER}:sub`]: SUBJECT } },
          },
        }),
      }),
    );
  });
  afterAll(() => test.end());

  it("gives a session of the role to a token with the subject that the role trusts", async () => {
    const { Credentials: given, SubjectFromWebIdentityToken: subject } = await assume(token());
    expect(subject).toBe(SUBJECT);
    const identity = await test
      .clientWith(STSClient, {
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        sessionToken: given?.SessionToken ?? "",
      })
      .send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${MANAGEMENT_ID}:assumed-role/${NAME}/run-1`);
  });

  it("refuses another subject, and says which condition it does not meet", async () => {
    expect(await failureOf(assume(token({ sub: "repo:mallory/fleet:pull_request" })))).toMatchObject({
      code: "AccessDenied",
      status: 403,
      message: expect.stringContaining(`${ISSUER}:sub`) as string,
    });
  });

  it.each([
    ["for another audience", token({ aud: "https://github.com/octo-org" }), "Incorrect token audience"],
    [
      "of a provider that the account does not have",
      token({ iss: "https://example.com" }),
      "No OpenIDConnect provider",
    ],
    ["that has expired", token({ exp: 1 }), "Token expired"],
    ["that is none", "abc", "not a valid JWT"],
  ])("refuses a token %s", async (_what, given, message) => {
    expect((await failureOf(assume(given))).message).toContain(message);
  });

  it("refuses a role that does not exist", async () => {
    expect(await failureOf(assume(token(), "nobody"))).toMatchObject({ code: "AccessDenied" });
  });
});
