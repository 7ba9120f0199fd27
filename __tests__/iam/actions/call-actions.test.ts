import { iamAction } from "../../../src/iam/actions/action-table";
import { callActions, isClient, requestActions, requestPrefix } from "../../../src/iam/actions/call-actions";

describe("the IAM actions of a call", () => {
  it.each([
    ["ec2", "DescribeInstances", ["ec2:DescribeInstances"]],
    ["accessanalyzer", "ListAnalyzers", ["access-analyzer:ListAnalyzers"]],
    ["budgets", "DescribeBudgets", ["budgets:ViewBudget"]],
    ["cloudcontrol", "GetResource", ["cloudformation:GetResource"]],
    ["dynamodbstreams", "ListStreams", ["dynamodb:ListStreams"]],
    ["iot-data", "Publish", ["iot:Publish"]],
    ["lexv2-models", "CreateBot", ["lex:CreateBot"]],
    ["location", "SearchPlaceIndexForText", ["geo:SearchPlaceIndexForText"]],
    ["sagemaker-runtime", "InvokeEndpoint", ["sagemaker:InvokeEndpoint"]],
    ["timestream-write", "WriteRecords", ["timestream:WriteRecords"]],
    ["apigatewaymanagementapi", "PostToConnection", ["execute-api:ManageConnections"]],
    ["s3", "CopyObject", ["s3:GetObject", "s3:PutObject"]],
    ["s3", "PutBucketCors", ["s3:PutBucketCORS"]],
    ["s3control", "GetPublicAccessBlock", ["s3:GetAccountPublicAccessBlock"]],
  ])("%s %s are %j", (client, operation, actions) => {
    expect(callActions(client, operation)).toEqual(actions);
  });

  it.each([
    ["CreateStage", "POST"],
    ["GetStage", "GET"],
    ["UpdateStage", "PATCH"],
    ["TagResource", "PUT"],
    ["TestInvokeMethod", "POST"],
    ["FlushStageCache", "DELETE"],
  ])("apigateway %s is the method of its request, %s", (operation, method) => {
    expect(callActions("apigateway", operation)).toEqual([`apigateway:${method}`]);
  });

  it.each(["DescribeDBInstances", "describeDBInstances", "describe_db_instances"])(
    "are the same however the operation is written: %s",
    (operation) => {
      expect(callActions("rds", operation)).toEqual(["rds:DescribeDBInstances"]);
    },
  );

  it.each([
    ["sts", "GetCallerIdentity"],
    ["sso", "GetRoleCredentials"],
    ["connectparticipant", "SendMessage"],
  ])("are none if nobody needs a permission: %s %s", (client, operation) => {
    expect(callActions(client, operation)).toEqual([]);
  });

  it.each([
    ["ec2", "DescribeInstancs"],
    ["codecatalyst", "CreateProject"],
    ["ec3", "DescribeInstances"],
    ["constructor", "toString"],
  ])("are not known if AWS documents none: %s %s", (client, operation) => {
    expect(callActions(client, operation)).toBeUndefined();
  });
});

describe("the IAM actions of a request", () => {
  it.each([
    ["tagging", "GetResources", "tag:GetResources"],
    ["monitoring", "PutMetricAlarm", "cloudwatch:PutMetricAlarm"],
    ["states", "StartExecution", "states:StartExecution"],
    ["dynamodb", "ListStreams", "dynamodb:ListStreams"],
    ["geo", "SearchPlaceIndexForText", "geo:SearchPlaceIndexForText"],
    ["timestream", "WriteRecords", "timestream:WriteRecords"],
    ["budgets", "DescribeBudgets", "budgets:ViewBudget"],
    ["iotdata", "Publish", "iot:Publish"],
  ])("signed for %s, operation %s, are those of the call: %s", (signingName, operation, action) => {
    expect(requestActions(signingName, operation)).toEqual([action]);
    expect(requestPrefix(signingName)).toBe(action.split(":")[0]);
  });

  it("are S3's own where S3 and S3 Control sign with the same name", () => {
    expect(requestActions("s3", "GetPublicAccessBlock")).toEqual(["s3:GetBucketPublicAccessBlock"]);
  });

  it("are not known if no client signs with the name", () => {
    expect(requestActions("nothing", "DescribeInstances")).toBeUndefined();
    expect(requestPrefix("nothing")).toBe("nothing");
  });
});

describe("the table of AWS's actions", () => {
  it("knows which actions have no resource-level permissions", () => {
    expect(iamAction("ec2:DescribeInstances")).toEqual({ name: "ec2:DescribeInstances", hasResources: false });
    expect(iamAction("ec2:stopinstances")).toEqual({ name: "ec2:StopInstances", hasResources: true });
  });

  it("knows boto3's clients by boto3's names", () => {
    expect([isClient("stepfunctions"), isClient("states")]).toEqual([true, false]);
  });
});
