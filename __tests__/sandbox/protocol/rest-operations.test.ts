import { restOperation, restRoute, rpcOperation } from "../../../src/sandbox/protocol/rest-operations";

const operation = (service: string, method: string, path: string) =>
  restOperation(service, method, path, new URLSearchParams());

describe("a REST operation", () => {
  it("is found by the name of the service in the signature", () => {
    expect(operation("elasticfilesystem", "GET", "/2015-02-01/file-systems")?.name).toBe("DescribeFileSystems");
    expect(operation("unknown", "GET", "/")).toBeUndefined();
  });

  it("is not known if two clients of the service call different ones in this way", () => {
    expect(operation("bedrock", "POST", "/agents/a")).toBeUndefined();
  });

  it("has decoded parameters", () => {
    expect(operation("eks", "GET", "/tags/arn%3Aaws%3Aeks%3Acluster%2Fweb")).toMatchObject({
      name: "ListTagsForResource",
      parameters: { resourceArn: "arn:aws:eks:cluster/web" },
    });
  });

  it("is not known if the decoded path, which moto reads, calls another one", () => {
    expect(operation("eks", "DELETE", "/clusters/web/node-groups/all")?.name).toBe("DeleteNodegroup");
    expect(operation("eks", "DELETE", "/clusters/web%2Fnode-groups%2Fall")).toBeUndefined();
  });

  it("has a body of data where it is not a structure", () => {
    expect(operation("lambda", "POST", "/2015-03-31/functions/f/invocations")?.bodyIsData).toBe(true);
    expect(operation("lambda", "POST", "/2015-03-31/functions")?.bodyIsData).toBe(false);
  });

  it("has a route to ask it by", () => {
    expect(restRoute("resource-groups", "GetGroupQuery")).toEqual({ method: "POST", path: "/get-group-query" });
    expect(() => restRoute("resource-groups", "Nothing")).toThrow("No path is known");
  });
});

describe("an operation of Smithy RPC", () => {
  it("is named by the path", () => {
    expect(rpcOperation("POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics")).toBe("ListMetrics");
    expect(rpcOperation("GET", "/service/A/operation/B")).toBeUndefined();
    expect(rpcOperation("POST", "/service/A/operation/B/c")).toBeUndefined();
  });
});
