import { defineRunbook } from "../../../src/document/define";
import type { PolicyStatement } from "../../../src/iam/statements/statement";
import type { Step } from "../../../src/document/model";
import { derivePermissions, everywhere, type PermissionOptions } from "../../../src/document/permissions/permissions";
import { policyDocument } from "../../../src/iam/statements/policy-document";
import { checkOs } from "../../../runbooks/check-os";
import { checkOsWindows } from "../../../runbooks/check-os-windows";
import { createAndShareAmi } from "../../../runbooks/create-and-share-ami";

const home = { partition: "aws", region: "ap-northeast-1", accountId: "222222222222" };

function statementsOf(step: Step, options: PermissionOptions = home): readonly PolicyStatement[] {
  return derivePermissions(defineRunbook({ name: "example", mainSteps: [step] }).document, options).statements;
}

function resourcesOf(statements: readonly PolicyStatement[], action: string): string[] {
  return statements.filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources);
}

const call = (Service: string, Api: string, more: Record<string, string> = {}): Step => ({
  name: "call",
  action: "aws:executeAwsApi",
  inputs: { Service, Api, ...more },
});

describe("the policy of check-os", () => {
  const tag = { key: "ssm-automation", value: "true" };
  const { statements, gaps } = derivePermissions(checkOs.document, { ...home, targetTag: tag });

  it("allows commands with Amazon's document on the tagged instances only", () => {
    expect(statements).toContainEqual({
      actions: ["ssm:SendCommand"],
      resources: ["arn:aws:ssm:ap-northeast-1::document/AWS-RunShellScript"],
    });
    expect(statements).toContainEqual({
      actions: ["ssm:SendCommand"],
      resources: ["arn:aws:ec2:ap-northeast-1:222222222222:instance/*"],
      conditions: { StringEquals: { "ssm:resourceTag/ssm-automation": ["true"] } },
    });
  });

  it("has * only where AWS offers nothing narrower, and says so", () => {
    const open = statements.filter(({ resources }) => resources.includes("*"));
    expect(open).toHaveLength(1);
    expect(open[0]?.because).toMatch(/no resource-level/);
    expect(open[0]?.actions).not.toContain("ssm:SendCommand");
  });

  it("leaves nothing out", () => {
    expect(gaps).toEqual([]);
  });

  it("differs from that of check-os-windows in the document alone", () => {
    const windows = derivePermissions(checkOsWindows.document, { ...home, targetTag: tag }).statements;
    expect(JSON.stringify(windows).replace("AWS-RunPowerShellScript", "AWS-RunShellScript")).toBe(
      JSON.stringify(statements),
    );
  });
});

describe("the policy of create-and-share-ami", () => {
  const role = "arn:aws:iam::222222222222:role/fleetbook-runbook";
  const { statements, gaps } = derivePermissions(createAndShareAmi.document, {
    ...home,
    targetTag: { key: "MyDocument", value: "Group1" },
    parameters: { AutomationAssumeRole: role },
  });

  it("runs AWS-CreateImage and nothing else", () => {
    expect(resourcesOf(statements, "ssm:StartAutomationExecution")).toEqual([
      "arn:aws:ssm:ap-northeast-1::automation-definition/AWS-CreateImage:*",
    ]);
  });

  it("includes what the nested runbook needs, on the tagged instances", () => {
    expect(statements).toContainEqual({
      actions: ["ec2:CreateImage"],
      resources: ["arn:aws:ec2:ap-northeast-1:222222222222:instance/*"],
      conditions: { StringEquals: { "aws:ResourceTag/MyDocument": ["Group1"] } },
    });
    expect(new Set(resourcesOf(statements, "ec2:DescribeImages"))).toEqual(new Set(["*"]));
  });

  it("passes its own role on, to Systems Manager only", () => {
    expect(statements).toContainEqual({
      actions: ["iam:PassRole"],
      resources: [role],
      conditions: { StringEquals: { "iam:PassedToService": ["ssm.amazonaws.com"] } },
    });
  });

  it("shares the account's own images only", () => {
    expect(statements).toContainEqual({
      actions: ["ec2:ModifyImageAttribute"],
      resources: ["arn:aws:ec2:ap-northeast-1::image/*"],
      conditions: { StringEquals: { "ec2:Owner": ["222222222222"] } },
    });
  });

  it("leaves nothing out", () => {
    expect(gaps).toEqual([]);
  });
});

describe("a call of an API", () => {
  it.each([
    ["lambda", "Invoke", "lambda:InvokeFunction"],
    ["s3", "ListObjectsV2", "s3:ListBucket"],
    ["s3", "head_object", "s3:GetObject"],
    ["s3control", "PutPublicAccessBlock", "s3:PutAccountPublicAccessBlock"],
    ["stepfunctions", "StartExecution", "states:StartExecution"],
    ["elbv2", "describeTargetHealth", "elasticloadbalancing:DescribeTargetHealth"],
    ["ec2", "describe_instances", "ec2:DescribeInstances"],
    ["apigateway", "UpdateStage", "apigateway:PATCH"],
    ["EC2", "DescribeInstances", "ec2:DescribeInstances"],
    ["rds", "describe_db_instances", "rds:DescribeDBInstances"],
    ["dynamodbstreams", "ListStreams", "dynamodb:ListStreams"],
    ["location", "SearchPlaceIndexForText", "geo:SearchPlaceIndexForText"],
    ["budgets", "DescribeBudgets", "budgets:ViewBudget"],
  ])("%s %s needs %s", (service, api, action) => {
    expect(statementsOf(call(service, api)).flatMap(({ actions }) => actions)).toEqual([action]);
  });

  it("needs nothing to ask who one is", () => {
    expect(statementsOf(call("sts", "GetCallerIdentity"))).toEqual([]);
  });

  it.each([
    ["s3", "GetObject", { Bucket: "reports", Key: "2026/a.csv" }, "s3:GetObject", ["arn:aws:s3:::reports/2026/a.csv"]],
    ["s3", "PutBucketVersioning", { Bucket: "reports" }, "s3:PutBucketVersioning", ["arn:aws:s3:::reports"]],
    ["s3", "CopyObject", { Bucket: "b", Key: "k", CopySource: "a/k" }, "s3:GetObject", ["arn:aws:s3:::a/k"]],
    [
      "ssm",
      "GetParameter",
      { Name: "/app/key" },
      "ssm:GetParameter",
      ["arn:aws:ssm:ap-northeast-1:222222222222:parameter/app/key"],
    ],
    [
      "ssm",
      "GetParameter",
      { Name: "/aws/service/ami-amazon-linux-latest/x" },
      "ssm:GetParameter",
      ["arn:aws:ssm:ap-northeast-1::parameter/aws/service/ami-amazon-linux-latest/x"],
    ],
    [
      "ec2",
      "DeleteVolume",
      { VolumeId: "vol-1" },
      "ec2:DeleteVolume",
      ["arn:aws:ec2:ap-northeast-1:222222222222:volume/vol-1"],
    ],
    ["sns", "Publish", { TopicArn: "{{ Topic }}" }, "sns:Publish", ["arn:aws:sns:ap-northeast-1:222222222222:*"]],
    [
      "iam",
      "AttachRolePolicy",
      { RoleName: "a", PolicyArn: "arn:aws:iam::aws:policy/b" },
      "iam:AttachRolePolicy",
      ["arn:aws:iam::222222222222:role/*/a", "arn:aws:iam::222222222222:role/a"],
    ],
  ])("%s %s is scoped by its parameters", (service, api, parameters, action, resources) => {
    expect(
      resourcesOf(statementsOf(call(service, api, parameters as unknown as Record<string, string>)), action),
    ).toEqual(resources);
  });

  it("is allowed on every resource that IAM asks about", () => {
    expect(
      resourcesOf(
        statementsOf(call("ec2", "AttachVolume", { VolumeId: "vol-1", InstanceId: "i-1" })),
        "ec2:AttachVolume",
      ).sort(),
    ).toEqual([
      "arn:aws:ec2:ap-northeast-1:222222222222:instance/*",
      "arn:aws:ec2:ap-northeast-1:222222222222:volume/vol-1",
    ]);
  });

  it("says why it is not scoped", () => {
    expect(statementsOf(call("glue", "StartJobRun"))[0]).toMatchObject({
      resources: ["*"],
      because: expect.any(String) as string,
    });
  });

  it("passes the role that it hands over", () => {
    const statements = statementsOf(call("ecs", "RunTask", { taskRoleArn: "arn:aws:iam::222222222222:role/task" }));
    expect(resourcesOf(statements, "iam:PassRole")).toEqual(["arn:aws:iam::222222222222:role/task"]);
  });
});

describe("a call of which it is not known what it needs", () => {
  const derivedOf = (step: Step) =>
    derivePermissions(defineRunbook({ name: "example", mainSteps: [step] }).document, home);

  it.each([
    [
      "ec2",
      "DescribeInstancs",
      "AWS documents no IAM action for DescribeInstancs of the service ec2; step call calls it.",
    ],
    [
      "codecatalyst",
      "CreateProject",
      "AWS documents no IAM action for CreateProject of the service codecatalyst; step call calls it.",
    ],
    ["ec3", "DescribeInstances", "boto3 has no service ec3, as far as Fleetbook knows; step call calls it."],
    ["ec2", "{{ Api }}", "Which API is called is decided at run time; step call calls it."],
  ])("is a gap, and nothing is derived for it: %s %s", (service, api, gap) => {
    expect(derivedOf(call(service, api))).toEqual({ statements: [], gaps: [gap] });
  });

  it("is not a gap if the step's description declares its permissions", () => {
    const description = "# permissions: codecatalyst:* on *";
    const { statements, gaps } = derivedOf({ ...call("codecatalyst", "CreateProject"), description });
    expect(gaps).toEqual([]);
    expect(resourcesOf(statements, "codecatalyst:*")).toEqual(["*"]);
  });
});

describe("a script", () => {
  const script = (Script: string): Step => ({
    name: "script",
    action: "aws:executeScript",
    inputs: { Runtime: "python3.11", Handler: "run", Script },
  });

  it("is allowed what its comment declares", () => {
    const statements = statementsOf(
      script(
        "import boto3\n# permissions: ec2:DescribeImages, ec2:DescribeTags on *\n# permissions: s3:GetObject on arn:aws:s3:::reports/*\n",
      ),
    );
    expect(resourcesOf(statements, "ec2:DescribeTags")).toEqual(["*"]);
    expect(resourcesOf(statements, "s3:GetObject")).toEqual(["arn:aws:s3:::reports/*"]);
  });

  it("is allowed what the step's description declares", () => {
    const step: Step = { ...script("import boto3\n"), description: "Counts.\n# permissions: ec2:DescribeImages on *" };
    const derived = derivePermissions(defineRunbook({ name: "example", mainSteps: [step] }).document);
    expect(resourcesOf(derived.statements, "ec2:DescribeImages")).toEqual(["*"]);
    expect(derived.gaps).toEqual([]);
  });

  it.each([
    ["arn:aws:s3:::{{ Bucket }}/*", "arn:aws:s3:::*/*"],
    [
      "arn:aws:ec2:{{ global:REGION }}:{{global:ACCOUNT_ID}}:image/*",
      "arn:aws:ec2:ap-northeast-1:222222222222:image/*",
    ],
    ["arn:aws:s3:::b/${ aws:username }/*", "arn:aws:s3:::b/${ aws:username }/*"],
  ])("can declare %s", (declared, resource) => {
    expect(resourcesOf(statementsOf(script(`# permissions: s3:GetObject on ${declared}\n`)), "s3:GetObject")).toEqual([
      resource,
    ]);
  });

  it("can declare the conditions under which it is allowed", () => {
    const declared =
      "# permissions: ec2:DeleteSnapshot on arn:aws:ec2:*::snapshot/* where ec2:Owner = {{ global:ACCOUNT_ID }} and aws:ResourceTag/made-by = me\n";
    expect(statementsOf(script(declared))).toEqual([
      {
        actions: ["ec2:DeleteSnapshot"],
        resources: ["arn:aws:ec2:*::snapshot/*"],
        conditions: { StringEquals: { "ec2:Owner": ["222222222222"], "aws:ResourceTag/made-by": ["me"] } },
      },
    ]);
  });

  it.each(["where", "where ec2:Owner", "where ec2:Owner =", "if ec2:Owner = 1", "where a = b and"])(
    "is not allowed what it declares in another form: %s",
    (condition) => {
      expect(statementsOf(script(`# permissions: ec2:DeleteSnapshot on * ${condition}\n`))).toEqual([]);
    },
  );

  it("that calls AWS and declares nothing is a gap", () => {
    const { document } = defineRunbook({ name: "example", mainSteps: [script('import boto3\nboto3.client("ec2")\n')] });
    expect(derivePermissions(document).gaps).toEqual([
      "The script of step script calls AWS and does not declare what it needs.",
    ]);
  });
});

describe("a stack", () => {
  const make = (inputs: object): Step => ({ name: "make", action: "aws:createStack", inputs }) as Step;
  const template = (Resources: object) => ({ StackName: "Web", TemplateBody: JSON.stringify({ Resources }) });

  it("needs what its template makes, with the names that are known", () => {
    const inputs = template({ A: { Type: "AWS::S3::Bucket", Properties: { BucketName: "a-{{ Name }}" } } });
    expect(resourcesOf(statementsOf(make(inputs)), "s3:CreateBucket")).toEqual(["arn:aws:s3:::a-*"]);
  });

  it("with a role of its own needs the role alone", () => {
    const RoleARN = "arn:aws:iam::222222222222:role/stacks";
    const statements = statementsOf(make({ ...template({ A: { Type: "AWS::S3::Bucket" } }), RoleARN }));
    expect(resourcesOf(statements, "s3:CreateBucket")).toEqual([]);
    expect(resourcesOf(statements, "iam:PassRole")).toEqual([RoleARN]);
  });

  it.each([
    ["also what rolls it back", {}, ["arn:aws:s3:::a"]],
    ["nothing to roll it back if it stays as it failed", { OnFailure: "DO_NOTHING" }, []],
    ["nothing to roll it back if that is disabled", { DisableRollback: true }, []],
  ])("needs %s", (_, more, deleted) => {
    const bucket = (DeletionPolicy: string, BucketName: string) => ({
      ...{ Type: "AWS::S3::Bucket", DeletionPolicy },
      Properties: { BucketName },
    });
    const inputs = template({ A: bucket("RetainExceptOnCreate", "a"), B: bucket("Retain", "b") });
    expect(resourcesOf(statementsOf(make({ ...inputs, ...more })), "s3:DeleteBucket")).toEqual(deleted);
  });

  it.each([
    [{ StackName: "Web", TemplateURL: "https://a" }, ["The template at TemplateURL is not read"]],
    [{ StackName: "Web", TemplateBody: "{{ Template }}" }, ["What the template makes cannot be read from it"]],
    [
      template({ A: { Type: "Custom::A" } }),
      ["Which IAM actions create Custom::A is not known", "Which IAM actions delete Custom::A is not known"],
    ],
  ])("of %j has gaps", (inputs, gaps) => {
    const { document } = defineRunbook({ name: "example", mainSteps: [make(inputs)] });
    expect(derivePermissions(document).gaps).toEqual(gaps.map((gap) => `${gap}; step make makes the stack.`));
  });
});

describe("nested runbooks", () => {
  const nest = (DocumentName: string): Step => ({
    name: "nest",
    action: "aws:executeAutomation",
    inputs: { DocumentName },
  });

  it("are included with their own steps", () => {
    const { document } = defineRunbook({ name: "outer", mainSteps: [nest("check-os")] });
    const { statements, gaps } = derivePermissions(document, { ...home, runbooks: new Map([["check-os", checkOs]]) });
    expect(resourcesOf(statements, "ssm:SendCommand")).toContain(
      "arn:aws:ssm:ap-northeast-1::document/AWS-RunShellScript",
    );
    expect(resourcesOf(statements, "ssm:StartAutomationExecution")).toEqual([
      "arn:aws:ssm:ap-northeast-1:222222222222:automation-definition/check-os:*",
    ]);
    expect(gaps).toEqual([]);
  });

  it("need the execution roles of the accounts in which they run, and the organization for its units", () => {
    const among = (inputs: object) =>
      statementsOf({ ...nest("check-os"), inputs: { DocumentName: "check-os", ...inputs } } as Step);
    const inAccounts = among({ TargetLocations: [{ Accounts: ["111122223333"], Regions: ["us-east-1"] }] });
    expect(resourcesOf(inAccounts, "sts:AssumeRole")).toEqual([
      "arn:aws:iam::111122223333:role/AWS-SystemsManager-AutomationExecutionRole",
    ]);
    expect(resourcesOf(inAccounts, "organizations:ListChildren")).toEqual([]);
    const inUnits = among({ TargetLocations: [{ Accounts: ["ou-abcd-12345678"], ExecutionRoleName: "Other" }] });
    expect(resourcesOf(inUnits, "sts:AssumeRole")).toEqual(["arn:aws:iam::*:role/Other"]);
    expect(resourcesOf(inUnits, "organizations:ListAccountsForParent")).toEqual(["*"]);
  });

  it("find their targets as the role", () => {
    const inputs = { DocumentName: "check-os", TargetParameterName: "Id", Targets: [{ Key: "tag:a", Values: ["b"] }] };
    expect(resourcesOf(statementsOf({ ...nest("check-os"), inputs } as Step), "tag:GetResources")).toEqual(["*"]);
  });

  it("that are not known are a gap", () => {
    const { document } = defineRunbook({ name: "outer", mainSteps: [nest("elsewhere")] });
    expect(derivePermissions(document).gaps).toEqual([
      "What the runbook elsewhere needs is not known; step nest runs it.",
    ]);
  });

  it("that are unknown are not a gap if the step's description declares their permissions", () => {
    const description = "# permissions: ec2:RebootInstances on arn:aws:ec2:*:*:instance/*";
    const { document } = defineRunbook({ name: "outer", mainSteps: [{ ...nest("elsewhere"), description }] });
    const { statements, gaps } = derivePermissions(document);
    expect(gaps).toEqual([]);
    expect(resourcesOf(statements, "ec2:RebootInstances")).toEqual(["arn:aws:ec2:*:*:instance/*"]);
  });

  it("that are not known stay a gap where the declaration cannot be read", () => {
    const { document } = defineRunbook({
      name: "outer",
      mainSteps: [{ ...nest("elsewhere"), description: "# permissions: reboots" }],
    });
    expect(derivePermissions(document).gaps).toHaveLength(1);
  });

  it("that run themselves come to an end", () => {
    const runbook = defineRunbook({ name: "again", mainSteps: [nest("again")] });
    expect(derivePermissions(runbook.document, { runbooks: new Map([["again", runbook]]) }).gaps).toHaveLength(1);
  });
});

describe("the whole policy", () => {
  it("includes the steps inside of loops", () => {
    const statements = statementsOf({
      name: "loop",
      action: "aws:loop",
      inputs: {
        Iterators: ["a"],
        Steps: [{ name: "call", action: "aws:executeAwsApi", inputs: { Service: "sqs", Api: "ListQueues" } }],
      },
    });
    expect(statements.flatMap(({ actions }) => actions)).toEqual(["sqs:ListQueues"]);
  });

  it("reads the parameters of Parameter Store that defaults name", () => {
    const { document } = defineRunbook({
      name: "example",
      parameters: { Ami: { type: "String", default: "{{ ssm:/images/latest }}" } },
      mainSteps: [{ name: "delete", action: "aws:deleteImage", inputs: { ImageId: "{{ Ami }}" } }],
    });
    expect(resourcesOf(derivePermissions(document, home).statements, "ssm:GetParameters")).toEqual([
      "arn:aws:ssm:ap-northeast-1:222222222222:parameter/images/latest",
    ]);
  });

  it("is the same for the same steps in another order", () => {
    const steps = [call("sqs", "ListQueues"), { ...call("sns", "ListTopics"), name: "other" }];
    const policy = (mainSteps: Step[]) =>
      derivePermissions(defineRunbook({ name: "example", mainSteps }).document).statements;
    expect(policy(steps)).toEqual(policy([...steps].reverse()));
  });

  it("keeps what stands on * for different reasons apart, each with its own", () => {
    const steps = [call("glue", "StartJobRun"), { ...call("ec2", "DescribeImages"), name: "other" }];
    const { statements } = derivePermissions(defineRunbook({ name: "example", mainSteps: steps }).document);
    expect(everywhere(statements)).toEqual([
      { actions: ["ec2:DescribeImages"], because: expect.stringMatching(/no resource-level/) as string },
      { actions: ["glue:StartJobRun"], because: expect.stringMatching(/does not follow/) as string },
    ]);
  });

  it("is an IAM policy document that allows", () => {
    expect(policyDocument([{ actions: ["a:B"], resources: ["*"], because: "…" }])).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["a:B"], Resource: ["*"] }],
    });
  });
});
