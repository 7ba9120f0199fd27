/** Requests to services of moto for which the project has no client. */
import type { AwsRequest, AwsResponse } from "../../protocol/message";

/** Hands a request on to moto in the name of an account. */
export type Send = (accountId: string, request: AwsRequest) => Promise<AwsResponse>;

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly input: object;
}

/** GetGroupQuery of Resource Groups. */
export function getGroupQuery(region: string, groupName: string): AwsRequest {
  return post(region, {
    service: "resource-groups",
    operation: "GetGroupQuery",
    path: "/get-group-query",
    headers: { "content-type": "application/json" },
    input: { GroupName: groupName },
  });
}

/** GetResources of the Resource Groups Tagging API. */
export function getTaggedResources(region: string, input: object): AwsRequest {
  return post(region, {
    service: "tagging",
    operation: "GetResources",
    path: "/",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources",
    },
    input,
  });
}

function post(region: string, { service, operation, path, headers, input }: Call): AwsRequest {
  return {
    method: "POST",
    target: path,
    path,
    query: new URLSearchParams(),
    headers,
    body: Buffer.from(JSON.stringify(input)),
    protocol: path === "/" ? "json-1.1" : "rest-json",
    service,
    region,
    accessKeyId: undefined,
    operation,
    parameters: new URLSearchParams(),
  };
}
