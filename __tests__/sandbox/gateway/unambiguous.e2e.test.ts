import { gzipSync } from "node:zlib";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DescribeParametersCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Credentials } from "../../../src/sandbox/identities/principals";
import { APP_DEV_ID, HOME_REGION } from "../example-fleet";
import { describeWith } from "../../requires";
import { startTestSandbox, type TestSandbox } from "../test-sandbox";

interface Sent {
  readonly service: string;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly region?: string;
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const json = (operation: string) => ({
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": `AmazonSSM.${operation}`,
});
const CREATE_VPC = "Action=CreateVpc&CidrBlock=10.9.0.0/16&Version=2016-11-15";
const PARAMETER = { Name: "made", Value: "v", Type: "String" };
const SECRET = "what only GetObject gives";

describeWith(["moto_server"], "A role without the permission", (moto) => {
  let test: TestSandbox;
  let weak: Credentials;
  beforeAll(async () => {
    test = await startTestSandbox(moto);
    const iam = await test.client(IAMClient, "app-dev");
    await iam.send(
      new CreateRoleCommand({
        RoleName: "weak",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }],
        }),
      }),
    );
    const Action = ["ec2:Describe*", "ssm:GetParameter", "s3:ListAllMyBuckets", "s3:ListBucket", "iam:GetRole"];
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: "weak",
        PolicyName: "reads",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action, Resource: "*" }],
        }),
      }),
    );
    weak = await test.sandbox.credentials({ account: "app-dev", role: "weak" });
    const s3 = await test.client(S3Client, "app-dev");
    await s3.send(new CreateBucketCommand({ Bucket: "kept" }));
    await s3.send(new PutObjectCommand({ Bucket: "kept", Key: "key", Body: SECRET }));
    const ssm = await test.client(SSMClient, "app-dev");
    await ssm.send(new PutParameterCommand({ ...PARAMETER, Name: "there", Type: "String" }));
  });
  afterAll(() => test.end());

  async function send({ service, method = "POST", target = "/", headers, body, region = HOME_REGION }: Sent) {
    const { port } = new URL(test.sandbox.endpoint);
    const scope = `${weak.accessKeyId}/20260101/${region}/${service}/aws4_request`;
    return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const sent = request({
        port,
        host: "127.0.0.1",
        method,
        path: target,
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
          "x-amz-security-token": weak.sessionToken,
          ...headers,
        },
      });
      sent.on("error", reject);
      sent.on("response", (response) => {
        void text(response).then((read) => resolve({ status: response.statusCode, body: read }), reject);
      });
      sent.end(body);
    });
  }

  it.each<[string, Sent]>([
    [
      "names another operation in a JSON header",
      { service: "ec2", headers: { ...FORM, "x-amz-target": "X.DescribeVpcs" }, body: CREATE_VPC },
    ],
    [
      "writes the content type in capital letters",
      {
        service: "ec2",
        target: "/?Action=DescribeVpcs",
        headers: { "content-type": FORM["content-type"].toUpperCase() },
        body: CREATE_VPC,
      },
    ],
    [
      "sends the operation in parts of a form",
      {
        service: "ec2",
        target: "/?Action=DescribeVpcs",
        headers: { "content-type": "multipart/form-data; boundary=b" },
        body: ["Action=CreateVpc", "CidrBlock=10.9.0.0/16"]
          .map((pair) => pair.split("="))
          .map(
            ([name, value]) =>
              `--b\r\nContent-Disposition: form-data; name="${String(name)}"\r\n\r\n${String(value)}\r\n`,
          )
          .join("")
          .concat("--b--\r\n"),
      },
    ],
    [
      "compresses the operation",
      {
        service: "ec2",
        target: "/?Action=DescribeVpcs",
        headers: { ...FORM, "content-encoding": "gzip" },
        body: gzipSync(CREATE_VPC),
      },
    ],
    ["names two operations", { service: "ec2", headers: FORM, body: `Action=DescribeVpcs&${CREATE_VPC}` }],
  ])("makes no VPC when it %s", async (_, sent) => {
    await send(sent);
    const ec2 = await test.client(EC2Client, "app-dev");
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    expect(Vpcs.map(({ CidrBlock }) => CidrBlock)).not.toContain("10.9.0.0/16");
  });

  it.each<[string, Sent]>([
    [
      "query string",
      {
        service: "ssm",
        target: "/?Action=PutParameter",
        headers: json("GetParameter"),
        body: JSON.stringify(PARAMETER),
      },
    ],
    [
      "text of the body",
      {
        service: "ssm",
        headers: json("GetParameter"),
        body: JSON.stringify({ ...PARAMETER, Description: "&Action=PutParameter&" }),
      },
    ],
    [
      "form",
      {
        service: "ssm",
        headers: { ...json("GetParameter"), ...FORM },
        body: "Action=PutParameter&Name=made&Value=v&Type=String",
      },
    ],
  ])("makes no parameter when it names another operation in the %s", async (_, sent) => {
    await send(sent);
    const ssm = await test.client(SSMClient, "app-dev");
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}));
    expect(Parameters.map(({ Name }) => Name)).toEqual(["there"]);
  });

  it("is answered about what its body names, whatever the query string says", async () => {
    const { body } = await send({
      service: "ssm",
      target: "/?Name=there",
      headers: json("GetParameter"),
      body: '{"Name":"other"}',
    });
    expect(body).toContain("ParameterNotFound");
  });

  it.each<[string, Partial<Sent>]>([
    ["two slashes", { target: "//kept/key" }],
    ["an encoded slash", { target: "/kept%2Fkey" }],
    ["an absolute address", { target: "http://127.0.0.1/kept/key" }],
    ["a service that moto takes for S3", { service: "s3express", target: "/kept/key" }],
    ["a Region that moto takes for S3", { service: "x", region: "s3", target: "/kept/key" }],
  ])("does not read an object by %s", async (_, sent) => {
    const { body, status } = await send({ service: "s3", method: "GET", ...sent });
    expect(body).not.toContain(SECRET);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it.each<[string, Sent, string]>([
    [
      "moto's own pages",
      { service: "ec2", target: "/moto-api/data.json", headers: FORM, body: "Action=DescribeVpcs" },
      "NotImplemented",
    ],
    [
      "an action in another case",
      { service: "iam", headers: FORM, body: "Action=getRole&RoleName=weak" },
      "InvalidAction",
    ],
    [
      "a parameter that is there twice",
      { service: "iam", headers: FORM, body: "Action=GetRole&RoleName=weak&RoleName=other" },
      "MalformedQueryString",
    ],
    [
      "a parameter with members that is a text as well",
      { service: "iam", headers: FORM, body: "Action=GetRole&RoleName=other&RoleName.member=weak" },
      "MalformedQueryString",
    ],
    ["two sub-resources at once", { service: "s3", method: "PUT", target: "/kept?tagging&acl" }, "InvalidArgument"],
    [
      "a source whose bucket ends in an encoded slash",
      { service: "s3", method: "PUT", target: "/kept/copy", headers: { "x-amz-copy-source": "/%2Fkept/key" } },
      "InvalidArgument",
    ],
    [
      "keys that another reader of XML would find",
      {
        service: "s3",
        target: "/kept?delete",
        body: '<Delete><Object><Key>mine</Key></Object><Object><Key a="">key</Key></Object></Delete>',
      },
      "MalformedXML",
    ],
  ])("is refused with %s", async (_, sent, code) => {
    expect((await send(sent)).body).toContain(code);
  });

  it("is told apart from the account, whatever account it names", async () => {
    const { body } = await send({
      service: "iam",
      headers: { ...FORM, "x-moto-account-id": "999999999999" },
      body: "Action=GetRole&RoleName=weak&Version=2010-05-08",
    });
    expect(body).toContain(`arn:aws:iam::${APP_DEV_ID}:role/weak`);
  });
});
