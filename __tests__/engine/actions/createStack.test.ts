import { ApiCallError } from "../../../src/engine/errors";
import type { JsonObject } from "../../../src/document/json";
import { begin, callsOf, failureOf, inTurn } from "./action-context";

const ID = "arn:aws:cloudformation:eu-west-1:111111111111:stack/net/1";
const stack = (StackStatus: string, more: JsonObject = {}): JsonObject => ({
  Stacks: [{ StackId: ID, StackStatus, ...more }],
});
const noStack = (): never => {
  throw new ApiCallError("ValidationError", "Stack with id net does not exist", "DescribeStacks");
};

describe("aws:createStack", () => {
  const inputs = { StackName: "net", TemplateBody: "{}" };
  const created = { "cloudformation:CreateStack": () => ({ StackId: ID }) };

  it("converts the inputs to CloudFormation's types, creates the stack and waits", async () => {
    const { platform, ended } = begin(
      "aws:createStack",
      {
        ...inputs,
        TimeoutInMinutes: "5",
        DisableRollback: "true",
        Capabilities: "CAPABILITY_IAM",
        Parameters: [
          { ParameterKey: "Size", ParameterValue: 3 },
          { ParameterKey: "Kept", UsePreviousValue: true },
          { ParameterKey: "Empty", ParameterValue: "" },
        ],
        Tags: [{ Key: "a", Value: 1 }],
      },
      {
        api: {
          ...created,
          "cloudformation:DescribeStacks": inTurn(stack("CREATE_IN_PROGRESS"), stack("CREATE_COMPLETE")),
        },
      },
    );
    await expect(ended).resolves.toEqual({ outputs: { StackId: ID, StackStatus: "CREATE_COMPLETE" } });
    expect(callsOf(platform, "cloudformation:CreateStack")).toEqual([
      {
        ...inputs,
        TimeoutInMinutes: 5,
        DisableRollback: true,
        Capabilities: ["CAPABILITY_IAM"],
        Parameters: [
          { ParameterKey: "Size", ParameterValue: "3" },
          { ParameterKey: "Kept", UsePreviousValue: true },
          { ParameterKey: "Empty", ParameterValue: "" },
        ],
        Tags: [{ Key: "a", Value: "1" }],
      },
    ]);
    expect(callsOf(platform, "cloudformation:DescribeStacks")).toEqual([{ StackName: ID }, { StackName: ID }]);
  });

  it.each(["ROLLBACK_COMPLETE", "CREATE_FAILED", "DELETE_COMPLETE"])(
    "fails if the stack ends as %s",
    async (status) => {
      const api = {
        ...created,
        "cloudformation:DescribeStacks": inTurn(
          stack("ROLLBACK_IN_PROGRESS"),
          stack(status, { StackStatusReason: "Bucket exists" }),
        ),
      };
      const failure = await failureOf("aws:createStack", inputs, { api });
      expect(failure.message).toBe(`Stack net entered unexpected state: ${status}: Bucket exists`);
      expect(failure.outputs).toEqual({ StackId: ID, StackStatus: status, StackStatusReason: "Bucket exists" });
    },
  );

  it("fails if the stack disappears", async () => {
    const failure = await failureOf("aws:createStack", inputs, {
      api: { ...created, "cloudformation:DescribeStacks": noStack },
    });
    expect(failure.message).toBe("Stack net does not exist any more");
  });
});
