// What moto gets of a REST request.
import { plainRequest } from "../../../src/sandbox/moto/plain-request";
import type { AwsRequest } from "../../../src/sandbox/protocol/message";

const sent = (overrides: Partial<AwsRequest>): AwsRequest => ({
  method: "POST",
  target: "/schedules/name",
  path: "/schedules/name",
  query: new URLSearchParams(),
  headers: { "content-type": "application/json", host: "127.0.0.1" },
  body: Buffer.alloc(0),
  protocol: "rest-json",
  service: "scheduler",
  region: "ap-northeast-1",
  accessKeyId: undefined,
  operation: "CreateSchedule",
  input: {},
  ...overrides,
});

describe("a REST request to moto", () => {
  it("has no query string that its caller did not send, and no form in its JSON", () => {
    const input = { Description: "a=b&Action=DeleteEverything;c\\=d" };
    const { target, body } = plainRequest(sent({ body: Buffer.from(JSON.stringify(input)) }));
    expect(target).toBe("/schedules/name");
    expect(body.toString()).not.toMatch(/[&=;]/);
    expect(JSON.parse(body.toString())).toEqual(input);
  });

  it("keeps the query string of its caller, and the body with it", () => {
    const body = Buffer.from('{"a": "b=c"}');
    expect(plainRequest(sent({ target: "/schedules/name?groupName=g", body }))).toMatchObject({
      target: "/schedules/name?groupName=g",
      body,
    });
  });

  it("has no header that moto could read as a parameter", () => {
    const headers = { host: "127.0.0.1", action: "DeleteSchedule", name: "other", "x-amz-client-token": "t" };
    expect(plainRequest(sent({ method: "GET", headers })).headers).toEqual({
      host: "127.0.0.1",
      "x-amz-client-token": "t",
    });
  });

  it("has its body as it was sent if that is data and not input", () => {
    const path = "/things/thing/shadow";
    const body = Buffer.from('{"a": "b=c"}');
    const request = sent({ service: "iotdata", target: path, path, body, operation: "UpdateThingShadow" });
    expect(plainRequest(request)).toMatchObject({ target: `${path}?fleetbook=`, body });
  });
});
