/** Each permission of a derived policy taken away by itself: the runbook must fail with AWS's message. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkOs } from "../../../runbooks/check-os";
import { checkOsWindows } from "../../../runbooks/check-os-windows";
import { parseSource } from "../../../src/document/parse";
import { readRunbook } from "../../../src/document/read";
import { defineRunbook } from "../../../src/document/define";
import type { Runbook, Step } from "../../../src/document/model";
import { policyDocument } from "../../../src/iam/statements/policy-document";
import { rolePermissions } from "../../../src/document/permissions/role-permissions";
import { AutomationEngine } from "../../../src/engine/engine";
import type { Platform } from "../../../src/engine/ports";
import type { PolicyStatement } from "../../../src/iam/statements/statement";
import { parseIdentityPolicy } from "../../../src/iam/decision/policy";
import { stackRights } from "../../../src/sandbox/services/cloudformation/stack-rights";
import type { Handler } from "../../../src/sandbox/protocol/message";
import { xmlEscape } from "../../../src/sandbox/protocol/xml";
import { asApiCallError } from "../../../src/sandbox/systems-manager/automation/identities";
import { commandsPort } from "../../../src/sandbox/systems-manager/run-command/commands-port";
import { CALLER, fakePlatform, type Fakes } from "../../engine/fake-platform";
import { ACCOUNT, authorizerFor, json, REGION, roleArn, sessionOf } from "./fixtures";

const LOCATION = { partition: "aws", accountId: ACCOUNT, region: REGION };
const ROLE = roleArn("runbook");
const session = sessionOf("runbook");
const IMAGE = { ImageId: "ami-0a", State: "available" };
const STACK = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/Web/1`;
const STACK_ANSWERS = (): NonNullable<Fakes["api"]> => {
  let status = "CREATE_COMPLETE";
  return {
    "cloudformation:CreateStack": () => ({ StackId: STACK }),
    "cloudformation:DescribeStacks": () => ({ Stacks: [{ StackId: STACK, StackStatus: status }] }),
    "cloudformation:DeleteStack": () => {
      status = "DELETE_COMPLETE";
      return {};
    },
  };
};
const ANSWERS: NonNullable<Fakes["api"]> = {
  "ec2:CreateImage": () => IMAGE,
  "ec2:DescribeInstances": () => ({ Reservations: [{ Instances: [{ State: { Name: "running" } }] }] }),
  "ec2:DescribeImages": () => ({ Images: [IMAGE] }),
  "ec2:RebootInstances": () => ({}),
  "ec2:CreateTags": () => ({}),
  "autoscaling:CreateAutoScalingGroup": () => ({}),
  "rds:CreateDBInstance": () => ({}),
  "secretsmanager:CreateSecret": () => ({}),
  "kms:CreateGrant": () => ({}),
  "kms:DescribeKey": () => ({}),
  "sns:Publish": () => ({}),
};

const call = (name: string, Service: string, Api: string, more: object = {}): Step => ({
  name,
  action: "aws:executeAwsApi",
  inputs: { Service, Api, ...more },
});
const runbook = (name: string, mainSteps: readonly unknown[], targetType?: string): Runbook =>
  defineRunbook({
    name,
    assumeRole: "{{ Role }}",
    ...(targetType !== undefined && { targetType }),
    parameters: {
      Role: { type: "AWS::IAM::Role::Arn", default: ROLE },
      ...(targetType !== undefined && { InstanceId: { type: "String" } }),
    },
    mainSteps: mainSteps as readonly Step[],
  });

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
const template = {
  Resources: {
    Data: { Type: "AWS::S3::Bucket", Properties: { VersioningConfiguration: { Status: "Enabled" } } },
    Role: { Type: "AWS::IAM::Role", Properties: { Policies: [] } },
    Disk: { Type: "AWS::EC2::Volume", Properties: { Encrypted: true, KmsKeyId: KEY } },
    Work: { Type: "AWS::Lambda::Function", Properties: { Role: { "Fn::GetAtt": ["Role", "Arn"] } } },
  },
};
const reboot = call("reboot", "ec2", "RebootInstances", { InstanceIds: ["i-0a"] });
/** The runbooks of the fleet in `__tests__/fixtures/organization`. */
const FLEETS = join(__dirname, "../../fixtures/organization/runbooks");
const ofTheFleet = readdirSync(FLEETS).map((file) =>
  readRunbook(parseSource(readFileSync(join(FLEETS, file), "utf8"), file), file.replace(".yaml", "")),
);
const runbooks = [
  checkOs,
  checkOsWindows,
  ...ofTheFleet,
  runbook("a-call", [reboot]),
  runbook("a-topic", [
    call("tell", "sns", "Publish", { TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:t`, Message: "m" }),
  ]),
  runbook("a-key", [
    call("look", "kms", "DescribeKey", { KeyId: KEY }),
    call("grant", "kms", "CreateGrant", { KeyId: KEY, GranteePrincipal: ROLE, Operations: ["Decrypt"] }),
  ]),
  runbook("a-secret", [call("keep", "secretsmanager", "CreateSecret", { Name: "s", KmsKeyId: KEY })]),
  runbook("a-database", [
    call("make", "rds", "CreateDBInstance", {
      DBInstanceIdentifier: "d",
      DBInstanceClass: "db.t4g.micro",
      Engine: "postgres",
      KmsKeyId: KEY,
    }),
  ]),
  runbook("a-group", [
    call("make", "autoscaling", "CreateAutoScalingGroup", { AutoScalingGroupName: "g", MinSize: 0 }),
  ]),
  runbook("a-loop", [{ name: "each", action: "aws:loop", inputs: { Iterators: ["a", "b"], Steps: [reboot] } }]),
  runbook("a-stack-that-stays-if-it-fails", [
    {
      name: "make",
      action: "aws:createStack",
      inputs: { StackName: "Web", TemplateBody: JSON.stringify(template), OnFailure: "DO_NOTHING" },
    },
  ]),
  runbook("a-stack-that-goes", [
    { name: "make", action: "aws:createStack", inputs: { StackName: "Web", TemplateBody: JSON.stringify(template) } },
    { name: "remove", action: "aws:deleteStack", inputs: { StackName: "Web" } },
  ]),
  runbook("a-command", [
    {
      name: "run",
      action: "aws:runCommand",
      inputs: { DocumentName: "AWS-RunShellScript", InstanceIds: ["i-0a"], Parameters: { commands: ["true"] } },
    },
  ]),
  runbook("a-child", [{ name: "nest", action: "aws:executeAutomation", inputs: { DocumentName: "a-call" } }]),
  runbook("a-grandchild", [{ name: "nest", action: "aws:executeAutomation", inputs: { DocumentName: "a-child" } }]),
  runbook("tags", [
    { name: "tag", action: "aws:createTags", inputs: { ResourceIds: ["i-0a"], Tags: [{ Key: "a", Value: "b" }] } },
  ]),
];
/** CloudFormation, which has the stack. */
const stackOf: Handler = () =>
  Promise.resolve({
    status: 200,
    headers: {},
    body: Buffer.from(`<TemplateBody>${xmlEscape(JSON.stringify(template))}</TemplateBody>`),
  });
const byName = new Map(runbooks.map((one) => [one.name, one]));

/** How the runbook ends for a role with these statements: nothing, or the message of its failure. */
async function failureWith(tested: Runbook, statements: readonly PolicyStatement[]): Promise<string | undefined> {
  const document = parseIdentityPolicy(
    statements.length === 0
      ? { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "none:None", Resource: "*" } }
      : policyDocument(statements),
  );
  const authorizer = authorizerFor({ identityPolicies: [{ name: "derived", document }] });
  const documents = Object.fromEntries(runbooks.map((one) => [one.name, one.document]));
  const base = fakePlatform({ documents, api: { ...ANSWERS, ...STACK_ANSWERS() } });
  const makesStacks = stackRights({ authorizer, assume: () => Promise.reject(new Error("No stack has a role.")) });
  const platform: Platform = {
    ...base,
    identities: {
      ...base.identities,
      assumeForExecution: () => Promise.resolve({ arn: session.arn }),
      authorize: async (_location, _identity, action, resource) => {
        try {
          await authorizer.require(session, action, resource, {
            region: REGION,
            ...(action === "iam:PassRole" && { extra: { "iam:PassedToService": "ssm.amazonaws.com" } }),
          });
        } catch (error) {
          throw asApiCallError(error, action);
        }
      },
    },
    world: (location, identity, hasRole) => ({
      ...base.world(location, identity, hasRole),
      api: {
        call: async (asked, signal) => {
          const { Resources, ...others } = asked.parameters;
          // EC2 is sent another name of this parameter than boto3 has.
          const sent = Resources === undefined ? others : { ...others, ResourceId: Resources };
          const request = json(asked.service, asked.api, sent, { caller: session });
          try {
            await authorizer.check(request);
            await makesStacks(request, stackOf);
          } catch (error) {
            throw asApiCallError(error, asked.api);
          }
          return base.world(location, identity, hasRole).api.call(asked, signal);
        },
      },
      commands: commandsPort(
        {
          send: async (_location, { DocumentName = "", InstanceIds = [] }, permission) => {
            await permission.document?.(DocumentName);
            for (const id of InstanceIds) await permission.node?.(id, {});
            return {
              id: "command",
              status: "Success",
              statusDetails: "Success",
              ended: Promise.resolve(),
              cancel: () => undefined,
              invocations: new Map([
                [
                  "i-0a",
                  { node: { instance: { id: "i-0a" } }, status: "Success", statusDetails: "Success", plugins: [] },
                ],
              ]),
            } as never;
          },
        },
        authorizer,
        LOCATION,
        session,
      ),
    }),
  };
  const engine = new AutomationEngine(platform);
  const known = tested.document.parameters ?? {};
  const given = { InstanceId: ["i-0a"], AutomationAssumeRole: [ROLE] };
  const Parameters = Object.fromEntries(Object.entries(given).filter(([name]) => name in known));
  const id = await engine.start(LOCATION, CALLER, { DocumentName: tested.name, Parameters });
  const record = await engine.ended(LOCATION, id);
  return record.AutomationExecutionStatus === "Success" ? undefined : (record.FailureMessage ?? "no message");
}

/** What is asked only of an execution that is cancelled; and on AWS, not here, of a stack that has failed. */
const NOT_IN_EVERY_RUN = ["cloudformation:DescribeStackEvents", "ssm:CancelCommand", "ssm:StopAutomationExecution"];
/** What an execution for targets asks; the runbooks here are started for one instance. */
const FOR_TARGETS = [
  "ec2:DescribeInstances",
  "iam:PassRole",
  "resource-groups:ListGroupResources",
  "ssm:GetAutomationExecution",
  "ssm:StartAutomationExecution",
  "tag:GetResources",
];
const context = { partition: "aws", regions: [REGION], accountId: ACCOUNT, roleArn: ROLE, runbooks: byName };

describe.each(runbooks.map((one) => [one.name, one] as const))("the runbook with %s", (_name, tested) => {
  const { statements, gaps } = rolePermissions(tested, context);
  const single = statements.flatMap((statement, at) =>
    statement.actions.flatMap((action) => statement.resources.map((resource) => ({ at, action, resource }))),
  );

  it("succeeds with the policy that is derived from it", async () => {
    expect(gaps).toEqual([]);
    expect(await failureWith(tested, statements)).toBeUndefined();
  });

  it("fails without any single one of its permissions, and says which", async () => {
    const unnoticed: string[] = [];
    for (const { at, action, resource } of single) {
      const rest = statements.flatMap((statement, index) => {
        if (index !== at) return [statement];
        const without = statement.actions.filter((one) => one !== action);
        const elsewhere = statement.resources.filter((one) => one !== resource);
        return [
          ...(without.length > 0 ? [{ ...statement, actions: without }] : []),
          ...(elsewhere.length > 0 ? [{ ...statement, actions: [action], resources: elsewhere }] : []),
        ];
      });
      const failure = await failureWith(tested, rest);
      if (failure?.includes(`not authorized to perform: ${action} `) !== true) unnoticed.push(action);
    }
    const others = tested.targetType === undefined ? NOT_IN_EVERY_RUN : [...NOT_IN_EVERY_RUN, ...FOR_TARGETS];
    expect(unnoticed.filter((action) => !others.includes(action))).toEqual([]);
  });
});
