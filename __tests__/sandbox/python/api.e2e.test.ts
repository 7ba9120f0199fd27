import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject } from "../../../src/document/json";
import { ApiCallError } from "../../../src/engine/errors";
import type { AwsApi } from "../../../src/engine/ports";
import type { Session } from "../../../src/sandbox/python/session";
import { startPython, type Python } from "../../../src/sandbox/python/start";
import { findBoto } from "../../../src/tools/boto";
import { describeWith } from "../../requires";
import { APP_DEV_ID, APP_PROD_ID, APP_STAGING_ID, HOME_REGION } from "../example-fleet";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";
import { never, testPython } from "./test-python";

describeWith(["moto_server"], "an API call", (moto = "") => {
  let sandbox: TestSandbox;
  let python: Python;

  beforeAll(async () => {
    sandbox = await startTestSandbox(moto);
    const log = () => undefined;
    python = startPython({
      python: await findBoto({ env: process.env, log, moto: { command: moto } }),
      endpoint: sandbox.sandbox.endpoint,
      env: process.env,
      log,
    });
  });

  afterAll(async () => {
    await python.stop();
    await sandbox.end();
  });

  async function sessionOf(account: string): Promise<Session> {
    return { credentials: await sandbox.sandbox.credentials({ account }), region: HOME_REGION };
  }

  async function call(service: string, api: string, parameters: JsonObject = {}): Promise<JsonObject> {
    return python.api(await sessionOf("app-dev")).call({ service, api, parameters }, never());
  }

  async function failureOf(service: string, api: string, parameters: JsonObject = {}): Promise<ApiCallError> {
    const error = await call(service, api, parameters).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ApiCallError);
    return error as ApiCallError;
  }

  it.each([
    ["ec2", "DescribeVpcs"],
    ["ec2", "describe_vpcs"],
    ["EC2", "describeVpcs"],
  ])("of %s may be spelt %s", async (service, api) => {
    expect(await call(service, api)).toMatchObject({ Vpcs: [{ CidrBlock: "172.31.0.0/16", IsDefault: true }] });
  });

  it("returns boto3's answer with the metadata of the response", async () => {
    const { ResponseMetadata } = await call("sts", "GetCallerIdentity");
    expect(ResponseMetadata).toMatchObject({
      RequestId: expect.any(String) as string,
      HTTPStatusCode: 200,
      HTTPHeaders: { "content-type": "text/xml" },
      RetryAttempts: 0,
    });
  });

  it("returns dates as ISO 8601 strings and bytes as base64", async () => {
    const { KeyMetadata } = (await call("kms", "CreateKey")) as { KeyMetadata: JsonObject };
    expect(KeyMetadata.CreationDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
    const KeyId = KeyMetadata.KeyId ?? null;
    const { CiphertextBlob } = await call("kms", "Encrypt", { KeyId, Plaintext: "secret" });
    expect(CiphertextBlob).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  it("fails with AWS's code, message and operation name", async () => {
    const InstanceIds = ["i-00000000000000000"];
    expect(await failureOf("ec2", "describe_instances", { InstanceIds })).toMatchObject({
      code: "InvalidInstanceID.NotFound",
      message: "The instance ID 'i-00000000000000000' does not exist",
      operation: "DescribeInstances",
    });
  });

  it("is checked by boto3 before it is made", async () => {
    const error = await failureOf("ec2", "describe_instances", { InstanceId: "i-1" });
    expect(error).toMatchObject({ code: "ParamValidationError", operation: "DescribeInstances" });
    expect(error.message).toContain('Unknown parameter in input: "InstanceId", must be one of: InstanceIds');
  });

  it("of an unknown service or operation fails and suggests a similar name", async () => {
    const service = await failureOf("ec22", "DescribeVpcs");
    expect(service).toMatchObject({ code: "UnknownServiceError" });
    expect(service.message).toContain("'ec22'. Did you mean ec2");
    const operation = await failureOf("ec2", "DescribeVpcss");
    expect(operation).toMatchObject({ code: "UnknownOperation" });
    expect(operation.message).toContain("'DescribeVpcss'. Did you mean DescribeVpcs");
  });

  it("of a streaming operation is refused", async () => {
    await call("s3", "CreateBucket", {
      Bucket: "streamed",
      CreateBucketConfiguration: { LocationConstraint: HOME_REGION },
    });
    await call("s3", "PutObject", { Bucket: "streamed", Key: "key", Body: "text" });
    const { message } = await failureOf("s3", "GetObject", { Bucket: "streamed", Key: "key" });
    expect(message).toContain("does not support streaming operations");
    // In a script it is possible.
    const script = `import boto3
def handler(events, context):
    return boto3.client("s3").get_object(Bucket="streamed", Key="key")["Body"].read().decode()`;
    const scripts = python.scripts(await sessionOf("app-dev"));
    const read = { runtime: "python3.11", handler: "handler", script, payload: {}, context: {} };
    expect(await scripts.run(read, never())).toBe("text");
  });

  it("of Lambda's Invoke returns the function's answer as a string, although boto3 returns a stream", async () => {
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const script = `import boto3, io, zipfile
def handler(events, context):
    role = boto3.client("iam").create_role(RoleName="function", AssumeRolePolicyDocument=events["trust"])["Role"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("f.py", "def handler(event, context): pass")
    boto3.client("lambda").create_function(
        FunctionName="answers", Runtime="python3.11", Role=role["Arn"], Handler="f.handler", Code={"ZipFile": code.getvalue()}
    )`;
    const scripts = python.scripts(await sessionOf("app-dev"));
    const payload = { trust: JSON.stringify(trust) };
    await scripts.run({ runtime: "python3.11", handler: "handler", script, payload, context: {} }, never());
    // A dry run needs no Docker, with which moto runs functions.
    const answer = await call("lambda", "Invoke", { FunctionName: "answers", InvocationType: "DryRun" });
    expect(answer).toMatchObject({ StatusCode: 204, Payload: "" });
  });

  it("is made with its session's credentials, even beside calls of other sessions", async () => {
    const accounts = ["app-dev", "app-staging", "app-prod"];
    const apis = await Promise.all(accounts.map(async (account) => python.api(await sessionOf(account))));
    const accountOf = async (api: AwsApi) =>
      (await api.call({ service: "sts", api: "GetCallerIdentity", parameters: {} }, never())).Account;
    const alone = [];
    for (const api of apis) alone.push(await accountOf(api));
    expect(alone).toEqual([APP_DEV_ID, APP_STAGING_ID, APP_PROD_ID]);
    const rounds = await Promise.all(Array.from({ length: 10 }, () => Promise.all(apis.map(accountOf))));
    for (const round of rounds) expect(round).toEqual(alone);
  });

  it("of a script is made with the session's credentials", async () => {
    const script = `import boto3
def handler(events, context):
    return [boto3.client("sts").get_caller_identity()["Account"], boto3.session.Session().region_name]`;
    const accounts = await Promise.all(
      ["app-dev", "app-prod"].map(async (account) => {
        const scripts = python.scripts(await sessionOf(account));
        const asked = { runtime: "python3.11", handler: "handler", script, payload: {}, context: {} };
        return scripts.run(asked, never());
      }),
    );
    expect(accounts).toEqual([
      [APP_DEV_ID, HOME_REGION],
      [APP_PROD_ID, HOME_REGION],
    ]);
  });
});

describeWith(["moto_server"], "an API call that gets no answer", (moto = "") => {
  it("is dropped when the signal is aborted", async () => {
    let ask = () => {};
    const asked = new Promise<void>((resolve) => (ask = resolve));
    const silent = createServer(() => ask()).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const endpoint = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}`;
    const { python } = await testPython(moto, { endpoint });
    const timeOut = new AbortController();
    const session = { credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" }, region: HOME_REGION };
    const call = python.api(session).call({ service: "sts", api: "GetCallerIdentity", parameters: {} }, timeOut.signal);
    await asked;
    timeOut.abort(new Error("timed out"));
    await expect(call).rejects.toThrow("timed out");
    await python.stop();
    silent.closeAllConnections();
    silent.close();
  });

  it("fails at once if there is no AWS", async () => {
    const { python } = await testPython(moto);
    const session = { credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" }, region: HOME_REGION };
    const call = python.api(session).call({ service: "sts", api: "GetCallerIdentity", parameters: {} }, never());
    await expect(call).rejects.toBeInstanceOf(ApiCallError);
  });
});
