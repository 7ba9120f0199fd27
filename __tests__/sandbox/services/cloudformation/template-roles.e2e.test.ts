import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { describeWith } from "../../../requires";
import { APP_DEV_ID } from "../../example-fleet";
import { startTestSandbox, type TestSandbox } from "../../test-sandbox";

const template = (roleName: string) => `
Parameters:
  Bucket: { Type: String, Default: it's }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: ${roleName}
      AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [] }
      ManagedPolicyArns:
        - !Sub arn:\${AWS::Partition}:iam::aws:policy/ReadOnlyAccess
        - !Ref Managed
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              Effect: Allow
              Action: s3:Get*
              Resource: !Sub arn:aws:s3:::\${Bucket}-\${AWS::AccountId}/*
              Condition: { Bool: { "aws:SecureTransport": true }, StringEquals: { "aws:userid": 'a "b" \\ c' } }
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: ${roleName}-managed
      PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:List*", Resource: "*" }] }
`;

describeWith(["moto_server"], "A role that CloudFormation makes", (moto) => {
  let test: TestSandbox;
  let stacks: CloudFormationClient;
  let iam: IAMClient;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    stacks = await test.client(CloudFormationClient, "app-dev");
    iam = await test.client(IAMClient, "app-dev");
  });
  afterAll(() => test.end());

  const asked = (StackName: string) => ({
    StackName,
    TemplateBody: template(StackName),
    Capabilities: ["CAPABILITY_NAMED_IAM" as const],
  });
  const make = {
    "a stack": async (name: string) => {
      await stacks.send(new CreateStackCommand(asked(name)));
    },
    "a change set": async (name: string) => {
      const changeSet = { ...asked(name), ChangeSetName: "first", ChangeSetType: "CREATE" as const };
      const { Id } = await stacks.send(new CreateChangeSetCommand(changeSet));
      await stacks.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
    },
  };

  describe.each([["a stack"], ["a change set"]] as const)("with %s", (how) => {
    const name = how.replace(" ", "-");
    beforeAll(() => make[how](name));

    it("has the inline policies of the template", async () => {
      const { PolicyDocument: text = "" } = await iam.send(
        new GetRolePolicyCommand({ RoleName: name, PolicyName: "work" }),
      );
      expect(JSON.parse(decodeURIComponent(text))).toEqual({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Action: "s3:Get*",
          Resource: `arn:aws:s3:::it's-${APP_DEV_ID}/*`,
          Condition: { Bool: { "aws:SecureTransport": true }, StringEquals: { "aws:userid": 'a "b" \\ c' } },
        },
      });
    });

    it("has the managed policies of the template", async () => {
      const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
      expect(AttachedPolicies.map(({ PolicyArn: arn }) => arn).sort()).toEqual([
        `arn:aws:iam::${APP_DEV_ID}:policy/${name}-managed`,
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
      ]);
    });

    it("goes with the stack", async () => {
      await stacks.send(new DeleteStackCommand({ StackName: name }));
      await expect(iam.send(new GetRoleCommand({ RoleName: name }))).rejects.toThrow("not found");
      await expect(stacks.send(new DescribeStacksCommand({ StackName: name }))).rejects.toThrow("does not exist");
    });
  });
});
