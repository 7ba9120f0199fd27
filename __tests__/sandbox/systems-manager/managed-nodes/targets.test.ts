import { ApiCallError } from "../../../../src/engine/errors";
import { AwsError } from "../../../../src/sandbox/protocol/aws-error";
import type { AwsRequest } from "../../../../src/sandbox/protocol/message";
import { targetsPort } from "../../../../src/sandbox/systems-manager/managed-nodes/targets";
import { userOf } from "../../json-client";
import { ACCOUNT, HOME, instanceId, instanceOf, inventoryOf, privateNetwork, REGION } from "./fixtures";

const INSTANCES = [
  instanceOf(1, { tags: { env: "dev", team: "a" } }),
  instanceOf(2, { tags: { env: "dev" }, state: "stopped" }),
  instanceOf(3, { tags: { env: "prod" }, profileArn: undefined }),
];
const GROUP = { ResourceTypeFilters: ["AWS::EC2::Instance"], TagFilters: [{ Key: "env", Values: ["dev"] }] };

function resolver({ allow = () => true }: { allow?: (action: string) => boolean } = {}) {
  const required: string[] = [];
  const asked: unknown[] = [];
  const port = targetsPort(
    {
      nodes: inventoryOf(privateNetwork({ instances: INSTANCES })).nodes,
      send: (_, request: AwsRequest) => {
        const input = JSON.parse(request.body.toString()) as { GroupName?: string };
        asked.push(input);
        const found = request.operation === "GetResources" || input.GroupName === "mine";
        const stack = { ResourceQuery: { Type: "CLOUDFORMATION_STACK_1_0", Query: "{}" } };
        const group = { ResourceQuery: { Type: "TAG_FILTERS_1_0", Query: JSON.stringify(GROUP) } };
        const body =
          request.operation === "GetResources"
            ? { ResourceTagMappingList: [{ ResourceARN: `arn:aws:ec2:${REGION}:${ACCOUNT}:volume/vol-1` }] }
            : { GroupQuery: input.GroupName === "stack" ? stack : group };
        return Promise.resolve({
          status: found || input.GroupName === "stack" ? 200 : 404,
          headers: {},
          body: Buffer.from(JSON.stringify(body)),
        });
      },
      authorizer: {
        require: (_, action) => {
          required.push(action);
          return allow(action) ? Promise.resolve() : Promise.reject(new AwsError("AccessDeniedException", action));
        },
      },
    },
    HOME,
    userOf(ACCOUNT),
  );
  const resolve = (key: string, values: string[], type: string | undefined = "/AWS::EC2::Instance") =>
    port.resolve([{ Key: key, Values: values }], type, new AbortController().signal);
  return { port, resolve, required, asked };
}

describe("targets", () => {
  it.each([
    ["tag:env", ["dev"], [1, 2]],
    ["tag:env", ["dev", "prod"], [1, 2, 3]],
    ["tag:env", ["test"], []],
    ["tag-key", ["team", "none"], [1]],
    ["aws:NoOpAutomationTag", ["AWS-NoOpAutomationTarget-Value"], []],
    ["AWS::EC2::Instance", ["*"], [1, 2, 3]],
    ["InstanceIds", ["*"], [1, 2, 3]],
    ["InstanceIds", [instanceId(3), instanceId(9)], [3, 9]],
    ["ParameterValues", [instanceId(7)], [7]],
    ["ResourceGroup", ["mine"], [1, 2]],
    ["resource-groups:Name", ["mine"], [1, 2]],
    ["resource-groups:ResourceTypeFilters", ["AWS::S3::Bucket"], []],
  ])("by %s %j select the instances %j, including stopped and unmanaged ones", async (key, values, expected) => {
    expect(await resolver().resolve(key, values)).toEqual(expected.map(instanceId));
  });

  it("with several keys select the instances that all of them select", async () => {
    const targets = [
      { Key: "tag:env", Values: ["dev"] },
      { Key: "tag:team", Values: ["a"] },
    ];
    const signal = new AbortController().signal;
    expect(await resolver().port.resolve(targets, undefined, signal)).toEqual([instanceId(1)]);
  });

  it("of a target type other than instances are found by their tags", async () => {
    const { resolve, asked } = resolver();
    expect(await resolve("tag:env", ["dev"], "/AWS::EC2::Volume")).toEqual(["vol-1"]);
    expect(asked).toEqual([{ ResourceTypeFilters: ["ec2:volume"], TagFilters: [{ Key: "env", Values: ["dev"] }] }]);
  });

  it.each([
    ["tag:env", ["dev"], ["tag:GetResources"]],
    ["AWS::EC2::Instance", ["*"], ["ec2:DescribeInstances"]],
    ["ResourceGroup", ["mine"], ["resource-groups:ListGroupResources", "tag:GetResources"]],
    ["ParameterValues", ["x"], []],
  ])("by %s need the permissions %j", async (key, values, actions) => {
    const { resolve, required } = resolver();
    await resolve(key, values);
    expect(required).toEqual(actions);
  });

  it("are refused if the identity has no permission to find resources by tag", async () => {
    const refused = resolver({ allow: (action) => action !== "tag:GetResources" }).resolve("tag:env", ["dev"]);
    await expect(refused).rejects.toEqual(
      new ApiCallError("AccessDeniedException", "tag:GetResources", "GetResources"),
    );
  });

  it.each([
    ["Colour", ["red"], "Colour is not a target key."],
    ["ResourceGroup", ["theirs"], "The resource group theirs does not exist."],
    ["ResourceGroup", ["stack"], "defined by tags (TAG_FILTERS_1_0); stack is CLOUDFORMATION_STACK_1_0"],
    ["AWS::EC2::Instance", [instanceId(1)], "The target key AWS::EC2::Instance takes only the value *"],
  ])("by %s %j are refused as invalid", async (key, values, message) => {
    await expect(resolver().resolve(key, values)).rejects.toMatchObject({
      name: "ApiCallError",
      code: "InvalidTarget",
      message: expect.stringContaining(message) as string,
    });
  });

  it("of a type that the sandbox cannot find are refused with the remedy ParameterValues", async () => {
    await expect(resolver().resolve("tag:a", ["b"], "/AWS::Lambda::Function")).rejects.toThrow("ParameterValues");
  });
});
