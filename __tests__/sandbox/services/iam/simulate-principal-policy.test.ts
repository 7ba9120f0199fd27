import {
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { APP_DEV_ID, MANAGEMENT_ID } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { failureOf, startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "SimulatePrincipalPolicy", (moto) => {
  let test: TestSandbox;
  let iam: IAMClient;
  const role = `arn:aws:iam::${APP_DEV_ID}:role/passed`;
  const user = `arn:aws:iam::${APP_DEV_ID}:user/limited`;

  beforeAll(async () => {
    test = await startTestSandbox(moto);
    iam = await test.client(IAMClient, "app-dev");
    await iam.send(new CreateUserCommand({ UserName: "limited" }));
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "iam:PassRole",
          Resource: role,
          Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
        },
        { Effect: "Deny", Action: "iam:GetRole", Resource: "*" },
      ],
    });
    await iam.send(new PutUserPolicyCommand({ UserName: "limited", PolicyName: "pass", PolicyDocument }));
  });
  afterAll(() => test.end());

  const decisions = async (source: string, actions: readonly string[], resources: readonly string[], to?: string) => {
    const entry = (ContextKeyValues: string[]) => [
      { ContextKeyName: "iam:PassedToService", ContextKeyType: "string" as const, ContextKeyValues },
    ];
    const { EvaluationResults = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: source,
        ActionNames: [...actions],
        ResourceArns: [...resources],
        ...(to !== undefined && { ContextEntries: entry([to]) }),
      }),
    );
    return EvaluationResults.map(({ EvalActionName, EvalDecision }) => `${EvalActionName} ${EvalDecision}`);
  };

  it("says for each action and resource whether the user's policies allow it, with the context of the request", async () => {
    expect(await decisions(user, ["iam:PassRole"], [role, `${role}-2`], "ssm.amazonaws.com")).toEqual([
      "iam:PassRole allowed",
      "iam:PassRole implicitDeny",
    ]);
    expect(await decisions(user, ["iam:PassRole", "iam:GetRole"], [role], "ec2.amazonaws.com")).toEqual([
      "iam:PassRole implicitDeny",
      "iam:GetRole explicitDeny",
    ]);
  });

  it("knows the policies of roles, the managed ones included", async () => {
    const deployRole = `arn:aws:iam::${APP_DEV_ID}:role/OrganizationAccountAccessRole`;
    expect(await decisions(deployRole, ["iam:PassRole"], [role])).toEqual(["iam:PassRole allowed"]);
  });

  it.each([
    ["does not exist", `arn:aws:iam::${APP_DEV_ID}:user/nobody`],
    ["belongs to another account", `arn:aws:iam::${MANAGEMENT_ID}:user/fleetbook-operator`],
  ])("does not find a principal that %s", async (_, source) => {
    const asked = iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: source, ActionNames: ["a:b"] }));
    expect(await failureOf(asked)).toMatchObject({ code: expect.stringMatching(/^NoSuchEntity/) as string });
  });
});
