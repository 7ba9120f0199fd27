// The stack that has a resource.
import { resourceOwner } from "../../../../src/sandbox/services/cloudformation/resource-owner";
import { jsonRequest } from "../../json-client";

const STACKS: Readonly<Record<string, { readonly status: string; readonly resources: readonly string[] }>> = {
  gone: { status: "DELETE_COMPLETE", resources: ["role"] },
  other: { status: "CREATE_COMPLETE", resources: ["bucket"] },
  mine: { status: "UPDATE_COMPLETE", resources: ["topic", "role"] },
};

const described = async (input: object) => {
  const response = await resourceOwner()(jsonRequest("DescribeStackResources", input), (request) => {
    const { Action = "", StackName = "" } = Object.fromEntries(new URLSearchParams(request.body.toString()));
    const answer =
      Action === "ListStacks"
        ? Object.entries(STACKS).map(([n, s]) => `<StackName>${n}</StackName><StackStatus>${s.status}</StackStatus>`)
        : (STACKS[StackName]?.resources ?? ["moto's own answer"]).map(
            (id) => `<StackName>${StackName}</StackName><PhysicalResourceId>${id}</PhysicalResourceId>`,
          );
    return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(answer.join("")) });
  });
  return response.body.toString();
};

test("a resource is described with the others of its stack, and not by a stack that has been deleted", async () => {
  expect(await described({ PhysicalResourceId: "role" })).toBe(
    "<StackName>mine</StackName><PhysicalResourceId>topic</PhysicalResourceId><StackName>mine</StackName><PhysicalResourceId>role</PhysicalResourceId>",
  );
});

test("a resource that no stack has is refused as AWS does", async () => {
  await expect(described({ PhysicalResourceId: "nobody's" })).rejects.toMatchObject({
    code: "ValidationError",
    message: "Stack for nobody's does not exist",
  });
});

test("a stack's name and a resource's id are not given together", async () => {
  await expect(described({ StackName: "mine", PhysicalResourceId: "role" })).rejects.toMatchObject({
    code: "ValidationError",
  });
});

test("a request by name is moto's", async () => {
  expect(await described({ StackName: "mine" })).toContain("moto's own answer");
});
