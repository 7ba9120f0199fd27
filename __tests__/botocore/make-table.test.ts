import { makeServiceTable, serviceTableText } from "../../src/botocore/make-table";
import type { ServiceModel } from "../../src/botocore/model-files";

const operation = (input?: string, output?: string, requestUri = "/") => ({
  http: { method: "POST", requestUri },
  ...(input !== undefined && { input: { shape: input } }),
  ...(output !== undefined && { output: { shape: output } }),
});

function model(
  operations: ServiceModel["operations"],
  shapes: ServiceModel["shapes"],
  protocol = "json",
): ServiceModel {
  return {
    metadata: { protocol, endpointPrefix: "example" },
    operations,
    shapes: { String: { type: "string" }, ...shapes },
  };
}

const string = { shape: "String" };

describe("the table of a service", () => {
  it("has the members of requests and responses, and which are required", () => {
    const { operations, structures } = makeServiceTable(
      "example",
      model(
        { Find: operation("FindRequest", "FindResponse"), Ping: operation() },
        {
          FindRequest: { type: "structure", required: ["Name"], members: { Name: string, Max: string } },
          FindResponse: { type: "structure", members: { Items: { shape: "Items" }, Tags: { shape: "Tags" } } },
          Items: { type: "list", member: { shape: "Item" } },
          Item: { type: "structure", members: { Id: string } },
          Tags: { type: "map", value: string },
        },
      ),
    );
    expect(operations).toEqual({ Find: [0, 1], Ping: [null, null] });
    expect(structures).toEqual([
      { members: { Name: "value", Max: "value" }, required: "Name" },
      { members: { Items: [2], Tags: { of: "value" } } },
      { members: { Id: "value" } },
    ]);
  });

  it("ends at a structure that contains itself", () => {
    const nested = { type: "structure", members: { Inner: { shape: "Nested" }, All: { shape: "List" } } };
    const { structures } = makeServiceTable(
      "example",
      model({ Find: operation("Nested") }, { Nested: nested, List: { type: "list", member: { shape: "Nested" } } }),
    );
    expect(structures).toEqual([{ members: { Inner: 0, All: [0] } }]);
  });

  it("does not require what botocore supplies", () => {
    const request = { type: "structure", required: ["accountId", "Token", "Name"] };
    const members = { accountId: string, Token: { shape: "String", idempotencyToken: true }, Name: string };
    const ofGlacier = model({ Find: operation("Request") }, { Request: { ...request, members } });
    expect(makeServiceTable("glacier", ofGlacier).structures[0]?.required).toBe("Name");
    expect(makeServiceTable("example", ofGlacier).structures[0]?.required).toBe("accountId Name");
  });

  it("knows nothing below a document, JSON in a header, or a policy that botocore decodes", () => {
    const members = {
      Document: { shape: "Document" },
      Attributes: { shape: "String", jsonvalue: true },
      Policy: { shape: "policyDocumentType" },
    };
    const shapes = {
      Response: { type: "structure", members },
      Document: { type: "structure", document: true, members: {} },
      policyDocumentType: { type: "string" },
    };
    const { structures } = makeServiceTable("iam", model({ Find: operation(undefined, "Response") }, shapes));
    expect(structures[0]?.members).toEqual({ Document: "any", Attributes: "any", Policy: "any" });
  });

  it("tells streams from values", () => {
    const members = { Body: { shape: "Body", streaming: true }, Blob: { shape: "Blob" }, Events: { shape: "Events" } };
    const shapes = {
      Response: { type: "structure", members },
      Body: { type: "blob" },
      Blob: { type: "blob", streaming: true },
      Events: { type: "structure", eventstream: true, members: {} },
    };
    const { structures } = makeServiceTable("example", model({ Read: operation(undefined, "Response") }, shapes));
    expect(structures[0]?.members).toEqual({ Body: "stream", Blob: "stream", Events: "stream" });
  });

  it("has the routes of a REST service, with the members of the request in their paths", () => {
    const members = {
      ClusterName: { shape: "String", location: "uri", locationName: "name" },
      Data: { shape: "Blob" },
    };
    const shapes = {
      Request: { type: "structure", members },
      Upload: { type: "structure", members, payload: "Data" },
      Blob: { type: "blob" },
    };
    const operations = {
      Describe: operation("Request", undefined, "/clusters/{name}?view=short"),
      Put: operation("Upload", undefined, "/clusters/{name+}"),
    };
    expect(makeServiceTable("example", model(operations, shapes, "rest-json")).operations).toEqual({
      Describe: [0, null, "POST /clusters/{ClusterName}?view=short"],
      Put: [1, null, "POST /clusters/{ClusterName+}", "data"],
    });
    expect(makeServiceTable("example", model(operations, shapes)).operations["Describe"]).toEqual([0, null]);
  });

  it("is written with a line for the operations and one for each structure", () => {
    expect(serviceTableText({ operations: { Ping: [0, null] }, structures: [{ members: {} }] })).toBe(
      '{"Ping":[0,null]}\n{"members":{}}\n',
    );
  });
});
