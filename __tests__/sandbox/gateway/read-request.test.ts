import type { IncomingMessage } from "node:http";
import { readHead, readRequest, withDecodedInput } from "../../../src/sandbox/gateway/read-request";
import { plainRequest } from "../../../src/sandbox/moto/plain-request";
import type { CallerRequest } from "../../../src/sandbox/protocol/message";
import { withInput } from "../../../src/sandbox/protocol/with-input";
import { userOf } from "../json-client";
import { MANAGEMENT_ID } from "../example-fleet";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const json = (operation: string) => ({
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": `AmazonSSM.${operation}`,
});

interface Sent {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function read(service: string, { method = "POST", url = "/", headers = {}, body = "" }: Sent): CallerRequest {
  const message = { method, url, headers } as Partial<IncomingMessage> as IncomingMessage;
  const signature = { accessKeyId: "AKIA", region: "eu-central-1", service, sessionToken: undefined };
  const request = withDecodedInput(readRequest(readHead(message), Buffer.from(body), signature));
  return { ...request, caller: userOf(MANAGEMENT_ID) };
}

describe("the input of a request", () => {
  it("is a JSON body", () => {
    expect(read("ssm", { headers: json("GetDocument"), body: '{"Name":"a"}' }).input).toEqual({ Name: "a" });
    expect(read("ssm", { headers: json("ListDocuments") }).input).toEqual({});
  });

  it.each(["{", "[]", "1", '"Name"'])("is refused if the body of a JSON protocol is %s", (body) => {
    expect(() => read("ssm", { headers: json("GetDocument"), body })).toThrow(
      expect.objectContaining({ code: "SerializationException" }) as Error,
    );
  });

  it("is the nested parameters of a form, without operation and version", () => {
    const body =
      "Action=RunInstances&Version=2016-11-15&SecurityGroupId.1=sg-1&SecurityGroupId.2=sg-2&MetadataOptions.HttpTokens=required";
    expect(read("ec2", { headers: FORM, body })).toMatchObject({
      operation: "RunInstances",
      input: { SecurityGroupId: ["sg-1", "sg-2"], MetadataOptions: { HttpTokens: "required" } },
    });
    expect(Object.keys(read("ec2", { headers: FORM, body }).input)).toEqual(["SecurityGroupId", "MetadataOptions"]);
  });

  it("is a form's lists in the order of their numbers, without member and entry", () => {
    const body = "Action=UntagRole&TagKeys.member.10=j&TagKeys.member.2=b&Tags.entry.1.Key=k";
    expect(read("iam", { headers: FORM, body }).input).toEqual({ TagKeys: ["b", "j"], Tags: [{ Key: "k" }] });
  });

  it("is the query string, body and path parameters of a REST request", () => {
    const sent = {
      method: "PUT",
      url: "/2015-03-31/functions/web/configuration?Qualifier=2",
      headers: { "content-type": "application/json" },
      body: '{"Timeout":3}',
    };
    expect(read("lambda", sent)).toMatchObject({
      operation: "UpdateFunctionConfiguration",
      input: { Qualifier: "2", Timeout: 3, FunctionName: "web" },
    });
  });

  it("does not include the payload of a Lambda invocation", () => {
    const url = "/2015-03-31/functions/web/invocations";
    const body = '{"Resource":"arn:aws:lambda:eu-central-1:111111111111:function:other"}';
    expect(read("lambda", { url, body }).input).toEqual({ FunctionName: "web" });
  });

  it("is the bucket, key and copy source of a request to S3", () => {
    const headers = { "x-amz-copy-source": "/from/a%20b?versionId=1" };
    expect(read("s3", { method: "PUT", url: "/to/c%20d/e", headers }).input).toEqual({
      Bucket: "to",
      Key: "c d/e",
      CopySource: "from/a b",
    });
    expect(read("s3", { method: "GET", url: "/" }).input).toEqual({});
  });

  it("has the keys of all objects in DeleteObjects", () => {
    const body = "<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object></Delete>";
    expect(read("s3", { url: "/bucket?delete", body }).input).toEqual({
      Bucket: "bucket",
      Delete: { Objects: [{ Key: "a&b" }, { Key: "c" }] },
    });
  });
});

describe("a request with another input", () => {
  it("is sent to moto as JSON with that input", () => {
    const request = read("kms", { headers: json("DescribeKey"), body: '{"KeyId":"a"}' });
    const changed = withInput(request, { KeyId: "b" }, "ListAliases");
    const { headers, body } = plainRequest(changed);
    expect(changed).toMatchObject({ operation: "ListAliases", input: { KeyId: "b" } });
    expect(headers["x-amz-target"]).toBe("AmazonSSM.ListAliases");
    expect(JSON.parse(body.toString())).toEqual({ KeyId: "b" });
  });

  it("is sent to moto as an EC2 form with that input", () => {
    const request = read("ec2", { headers: FORM, body: "Action=DescribeInstances&Version=2016-11-15&MaxResults=5" });
    const input = {
      ...request.input,
      Filter: [{ Name: "subnet-id", Value: ["a", "b"] }],
      NoDevice: "",
      Gone: undefined,
    };
    const form = Object.fromEntries(new URLSearchParams(plainRequest(withInput(request, input)).body.toString()));
    expect(form).toEqual({
      Action: "DescribeInstances",
      Version: "2016-11-15",
      MaxResults: "5",
      "Filter.1.Name": "subnet-id",
      "Filter.1.Value.1": "a",
      "Filter.1.Value.2": "b",
      NoDevice: "",
    });
  });

  it("cannot be made from a request that moto reads from its path", () => {
    expect(() => withInput(read("s3", { method: "GET", url: "/bucket" }), {})).toThrow("cannot be changed");
  });
});

it("a query protocol's parameters in the query string are passed on as a form", () => {
  const request = read("iam", { method: "GET", url: "/?Action=GetRole&RoleName=a" });
  expect(request.input).toEqual({ RoleName: "a" });
  expect(plainRequest(request)).toMatchObject({ method: "POST", target: "/" });
  expect(plainRequest(request).body.toString()).toBe("Action=GetRole&RoleName=a");
});
