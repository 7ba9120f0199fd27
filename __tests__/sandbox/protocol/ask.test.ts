import { ask } from "../../../src/sandbox/protocol/ask";
import type { AwsRequest, AwsResponse } from "../../../src/sandbox/protocol/message";

function answering(status: number, body: string) {
  const sent: AwsRequest[] = [];
  const send = (request: AwsRequest): Promise<AwsResponse> => {
    sent.push(request);
    return Promise.resolve({ status, headers: {}, body: Buffer.from(body) });
  };
  return { sent, send };
}

const question = { service: "kms", region: "eu-central-1", operation: "DescribeKey", input: { KeyId: "a" } } as const;

describe("a call to a service", () => {
  it("is a request in the service's protocol, and its answer is decoded", async () => {
    const { sent, send } = answering(200, '{"KeyMetadata":{}}');
    expect(await ask(send, question)).toEqual({ KeyMetadata: {} });
    expect(sent).toMatchObject([
      {
        path: "/",
        protocol: "json-1.1",
        headers: { "x-amz-target": "TrentService.DescribeKey" },
        input: { KeyId: "a" },
        body: Buffer.from('{"KeyId":"a"}'),
      },
    ]);
  });

  it("goes to the operation's path if the service has one for each operation", async () => {
    const { sent, send } = answering(200, "{}");
    await ask(send, { ...question, service: "resource-groups", operation: "GetGroupQuery" });
    expect(sent).toMatchObject([{ method: "POST", path: "/get-group-query", protocol: "rest-json" }]);
  });

  it("has no answer if the service refuses", async () => {
    expect(await ask(answering(404, '{"__type":"NotFoundException"}').send, question)).toBeUndefined();
  });
});
