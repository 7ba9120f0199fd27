import { lintSource } from "../../../src/document/lint/lint";
import { parseSource } from "../../../src/document/parse";
import { caseText } from "../../fixtures/published-case";

/** What the rules say about a document with one step that calls an API. */
function findings(inputs: string, action = "aws:executeAwsApi", outputs = "[]") {
  const text = `schemaVersion: "0.3"
mainSteps:
  - name: call
    action: ${action}
    timeoutSeconds: 60
    inputs: ${inputs}
    outputs: ${outputs}
`;
  return lintSource(parseSource(text, "x.yaml")).findings.map(
    ({ rule, message, remedy }) => `${rule}: ${message} ${remedy}`,
  );
}

const output = (selector: string) => `[{ Name: Output, Selector: "${selector}", Type: String }]`;

describe("a call of an API", () => {
  it.each([
    ["in AWS's spelling", "{ Service: ec2, Api: DescribeInstances, Filters: [{ Name: tag:a, Values: [b] }] }"],
    ["by boto3's method", "{ Service: rds, Api: describe_db_instances }"],
    ["in another case", "{ Service: SSM, Api: getParameter, Name: /example }"],
    ["whose service is a parameter", '{ Service: "{{ global:REGION }}", Api: Anything, Unknown: 1 }'],
    [
      "with a value that is known at run time",
      '{ Service: ec2, Api: CreateTags, Resources: ["i-1"], Tags: "{{ global:DATE }}" }',
    ],
    ["with any keys in a map", '{ Service: lambda, Api: TagResource, Resource: "arn:x", Tags: { AnyKey: value } }'],
    ["without a token that boto3 supplies", "{ Service: athena, Api: CreateNotebook, WorkGroup: a, Name: b }"],
    ["of a function", "{ Service: lambda, Api: Invoke, FunctionName: a }"],
  ])("is right %s", (_how, inputs) => {
    expect(findings(inputs)).toEqual([]);
  });

  it.each([
    [
      "a misspelt service",
      "{ Service: dynamodbstream, Api: ListStreams }",
      'unknown-service: boto3 has no client for a service "dynamodbstream". Did you mean "dynamodbstreams"?',
    ],
    [
      "a service by its name in IAM",
      "{ Service: elasticloadbalancing, Api: DescribeLoadBalancers }",
      'unknown-service: boto3 has no client for a service "elasticloadbalancing". Write the name of boto3\'s client: elb or elbv2.',
    ],
    [
      "an operation in the singular",
      "{ Service: ec2, Api: RebootInstance }",
      'unknown-api: The service ec2 has no operation "RebootInstance". Did you mean "RebootInstances"?',
    ],
    [
      "an operation of another service",
      "{ Service: sns, Api: DescribeInstances }",
      'unknown-api: The service sns has no operation "DescribeInstances". Write an operation of the service as its API reference names it.',
    ],
    [
      "a parameter in another case",
      "{ Service: ec2, Api: DescribeInstances, instanceIds: [i-1] }",
      'unknown-api-parameter: ec2 DescribeInstances has no parameter "instanceIds". Did you mean "InstanceIds"?',
    ],
    [
      "a parameter in a list",
      "{ Service: ec2, Api: DescribeInstances, Filters: [{ Name: a, Value: [b] }] }",
      'unknown-api-parameter: Filters[0] of ec2 DescribeInstances has no parameter "Value". Did you mean "Values"?',
    ],
    [
      "no required parameter",
      "{ Service: ec2, Api: RebootInstances }",
      "missing-api-parameter: ec2 RebootInstances requires InstanceIds. Add the parameter to the inputs of the step.",
    ],
    [
      "no required parameter in a map",
      "{ Service: autoscaling, Api: CreateOrUpdateTags, Tags: [{ Value: a }] }",
      "missing-api-parameter: Tags[0] of autoscaling CreateOrUpdateTags requires Key. Add the parameter to the inputs of the step.",
    ],
    [
      "a stream as response",
      "{ Service: s3, Api: GetObject, Bucket: amzn-s3-demo-bucket, Key: a }",
      "streaming-api: The Body in the response of s3 GetObject is a stream. Call it with boto3 in an aws:executeScript step.",
    ],
  ])("is wrong with %s", (_what, inputs, finding) => {
    expect(findings(inputs)).toEqual([finding]);
  });

  it.each(["aws:waitForAwsResourceProperty", "aws:assertAwsResourceProperty"])("is checked in %s as well", (action) => {
    const inputs = (api: string) => `{ Service: ssm, Api: ${api}, PropertySelector: $.State, DesiredValues: [OPEN] }`;
    expect(findings(inputs("GetCalendarState, CalendarNames: [a]"), action)).toEqual([]);
    expect(findings(inputs("GetCalenderState"), action)).toEqual([
      'unknown-api: The service ssm has no operation "GetCalenderState". Did you mean "GetCalendarState"?',
    ]);
  });
});

describe("a selector", () => {
  const INSTANCES = "{ Service: ec2, Api: DescribeInstances }";
  const SCRIPT = "{ Runtime: python3.11, Handler: run, Script: 'def run(e, c): return {}' }";

  it.each([
    [
      "of a member at another depth",
      INSTANCES,
      "$.Instances[0].InstanceId",
      "the response of ec2 DescribeInstances has no member Instances. Write $.Reservations[0].Instances[0].InstanceId",
    ],
    [
      "of a member of a list",
      INSTANCES,
      "$.Reservations.Instances",
      "$.Reservations is a list and has no member Instances. Write $.Reservations[0].Instances",
    ],
    [
      "of a misspelt member",
      INSTANCES,
      "$.Reservations[0].Instances[0].InstanceID",
      '$.Reservations[0].Instances[0] has no member InstanceID. Did you mean "InstanceId"?',
    ],
    [
      "below a single value",
      INSTANCES,
      "$.Reservations[0].OwnerId.Name",
      "$.Reservations[0].OwnerId is a single value and has no member Name. Select a member that the response has, or remove the output.",
    ],
    [
      "with .. of a member that no depth has",
      INSTANCES,
      "$..Instance_Id",
      'the response of ec2 DescribeInstances has no member Instance_Id. Did you mean "InstanceId"?',
    ],
  ])("%s finds nothing", (_what, inputs, selector, finding) => {
    const [found, ...others] = findings(inputs, "aws:executeAwsApi", output(selector));
    expect(others).toEqual([]);
    expect(found).toBe(`empty-output: "${selector}" finds nothing: ${finding}`);
  });

  it("of a script's result begins with Payload", () => {
    expect(findings(SCRIPT, "aws:executeScript", output("$.Payload.Name"))).toEqual([]);
    expect(findings(SCRIPT, "aws:executeScript", output("$.Name"))).toEqual([
      'empty-output: "$.Name" finds nothing: the result of aws:executeScript has no member Name. Write $.Payload.Name',
    ]);
  });

  it("of a command's result reads an invocation or an output of the action", () => {
    const inputs = "{ DocumentName: AWS-RunShellScript, InstanceIds: [i-1], Parameters: { commands: [date] } }";
    expect(findings(inputs, "aws:runCommand", output("$.CommandPlugins[0].Output"))).toEqual([]);
    expect(findings(inputs, "aws:runCommand", output("$.Output"))).toEqual([]);
    expect(findings(inputs, "aws:runCommand", output("$.CommandPlugin[0].Output"))).toEqual([
      'empty-output: "$.CommandPlugin[0].Output" finds nothing: the result of aws:runCommand has no member CommandPlugin. Did you mean "CommandPlugins"?',
    ]);
  });

  it("of a function's result may have any name", () => {
    expect(findings("{ FunctionName: a }", "aws:invokeLambdaFunction", output("$.Retry"))).toEqual([]);
  });

  it("of a property finds nothing as well, and then the step fails", () => {
    const inputs =
      '{ Service: ec2, Api: DescribeInstanceStatus, PropertySelector: "$.InstanceStatus[0].Status", DesiredValues: [ok] }';
    expect(findings(inputs, "aws:assertAwsResourceProperty")).toEqual([
      expect.stringContaining('empty-property: "$.InstanceStatus[0].Status" finds nothing') as string,
    ]);
  });
});

it("has nothing to say about the forms that published runbooks use", () => {
  for (const name of [
    "selectors",
    "conversions",
    "forms-in-published-runbooks",
    "reference-to-step-that-never-runs-before",
  ]) {
    const rules = lintSource(parseSource(caseText(name), `${name}.yaml`)).findings.map(({ rule }) => rule);
    expect(rules.filter((rule) => /api|service|empty-/.test(rule))).toEqual([]);
  }
});
