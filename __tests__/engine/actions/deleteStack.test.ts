import { ApiCallError } from "../../../src/engine/errors";
import type { JsonObject } from "../../../src/document/json";
import { begin, callsOf, failureOf, inTurn, run } from "./action-context";

const ID = "arn:aws:cloudformation:eu-west-1:111111111111:stack/net/1";
const stack = (StackStatus: string, more: JsonObject = {}): JsonObject => ({
  Stacks: [{ StackId: ID, StackStatus, ...more }],
});
const noStack = (): never => {
  throw new ApiCallError("ValidationError", "Stack with id net does not exist", "DescribeStacks");
};

describe("aws:deleteStack", () => {
  const deleted = { "cloudformation:DeleteStack": () => ({}) };

  it("polls with the stack's ID, because a deleted stack is not found by name", async () => {
    const { platform, ended } = begin(
      "aws:deleteStack",
      { StackName: "net", RetainResources: ["Bucket"] },
      {
        api: {
          ...deleted,
          "cloudformation:DescribeStacks": inTurn(
            stack("CREATE_COMPLETE"),
            stack("DELETE_IN_PROGRESS"),
            stack("DELETE_COMPLETE"),
          ),
        },
      },
    );
    await expect(ended).resolves.toEqual({ outputs: {} });
    expect(callsOf(platform, "cloudformation:DescribeStacks").map(({ StackName }) => StackName)).toEqual([
      "net",
      ID,
      ID,
    ]);
    expect(callsOf(platform, "cloudformation:DeleteStack")).toEqual([
      { StackName: "net", RetainResources: ["Bucket"] },
    ]);
  });

  it("succeeds if the stack does not exist, as CloudFormation does", async () => {
    const api = { ...deleted, "cloudformation:DescribeStacks": noStack };
    await expect(run("aws:deleteStack", { StackName: "net" }, { api })).resolves.toEqual({ outputs: {} });
  });

  it("fails when the stack cannot be deleted", async () => {
    const describe = inTurn(stack("CREATE_COMPLETE"), stack("DELETE_FAILED", { StackStatusReason: "not empty" }));
    const api = { ...deleted, "cloudformation:DescribeStacks": describe };
    const failure = await failureOf("aws:deleteStack", { StackName: "net" }, { api });
    expect(failure.message).toBe("Stack net entered unexpected state: DELETE_FAILED: not empty");
  });

  it("fails for any other error than a stack that does not exist", async () => {
    const refuse = (): never => {
      throw new ApiCallError("AccessDenied", "not authorized", "DescribeStacks");
    };
    await expect(
      run("aws:deleteStack", { StackName: "net" }, { api: { ...deleted, "cloudformation:DescribeStacks": refuse } }),
    ).rejects.toMatchObject({ code: "AccessDenied" });
  });
});
