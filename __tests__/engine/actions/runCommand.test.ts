import { ApiCallError } from "../../../src/engine/errors";
import type { CommandOutcome } from "../../../src/engine/ports";
import type { JsonObject } from "../../../src/document/json";
import { commandOutcome } from "../fake-platform";
import { begin, failureOf, messageOf, run } from "./action-context";

const INPUTS = { DocumentName: "AWS-RunShellScript", InstanceIds: ["i-1"], Parameters: { commands: ["hostname"] } };

/** What the commands port is asked for. */
async function sent(inputs: JsonObject): Promise<JsonObject> {
  let input: JsonObject = {};
  await run("aws:runCommand", inputs, {
    commands: (asked) => {
      input = asked;
      return commandOutcome("ok");
    },
  });
  return input;
}

/** One outcome of commands on several nodes. */
function together(...outcomes: readonly CommandOutcome[]): CommandOutcome {
  const [first = commandOutcome("")] = outcomes;
  const failed = outcomes.find(({ status }) => status !== "Success");
  return { ...(failed ?? first), invocations: outcomes.flatMap(({ invocations }) => invocations) };
}

describe("aws:runCommand", () => {
  it("sends the members of SendCommand in the types of its API", async () => {
    expect(
      await sent({
        DocumentName: "AWS-RunShellScript",
        InstanceIds: "i-1",
        TimeoutSeconds: "60",
        Comment: "",
        Parameters: { commands: ["a", ""], workingDirectory: "", executionTimeout: 10, verbose: true },
        CloudWatchOutputConfig: { CloudWatchOutputEnabled: "true" },
        NotificationConfig: { NotificationEvents: "All" },
      }),
    ).toEqual({
      DocumentName: "AWS-RunShellScript",
      InstanceIds: ["i-1"],
      TimeoutSeconds: 60,
      Parameters: { commands: ["a", ""], workingDirectory: [""], executionTimeout: ["10"], verbose: ["true"] },
      CloudWatchOutputConfig: { CloudWatchOutputEnabled: true },
      NotificationConfig: { NotificationEvents: ["All"] },
    });
  });

  it("has the outputs of the command, and the first invocation as its response", async () => {
    const outcome = commandOutcome("web-1\n");
    const result = await run("aws:runCommand", INPUTS, { commands: () => outcome });
    const values = { Status: "Success", ResponseCode: 0, Output: "web-1\n", CommandId: outcome.commandId };
    expect(result.outputs).toEqual({ ...values, OutputPayload: JSON.stringify(values) });
    expect(result.response).toEqual(outcome.invocations[0]);
    expect(result.responseCode).toBe("0");
  });

  it("fails with AWS's message, and keeps the outputs", async () => {
    const output = "\n----------ERROR-------\nfailed to run commands: exit status 1";
    const outcome = commandOutcome(output, 1);
    const fakes = { commands: () => outcome };
    const id = outcome.commandId;
    const payload = JSON.stringify({ Status: "Failed", ResponseCode: 1, Output: output, CommandId: id });
    expect(await messageOf("aws:runCommand", INPUTS, fakes)).toBe(
      `Step fails when it is verifying the command has completed. Command ${id} returns unexpected invocation result: ` +
        `\n{Status=[Failed], ResponseCode=[1], Output=[${output}], OutputPayload=[${payload}], CommandId=[${id}]}. ` +
        "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.",
    );
    const failure = await failureOf("aws:runCommand", INPUTS, fakes);
    expect(failure).toMatchObject({ stage: "PostVerification", responseCode: "1", outputs: { Output: output } });
  });

  it("has the outputs of the node that failed, not of the first one", async () => {
    const commands = () => together(commandOutcome("fine", 0, "i-1"), commandOutcome("broken", 3, "i-2"));
    expect((await failureOf("aws:runCommand", INPUTS, { commands })).outputs).toMatchObject({
      Output: "broken",
      ResponseCode: 3,
    });
  });

  it.each(["TimedOut", "Cancelled"] as const)(
    "fails when the command ends as %s without having started",
    async (status) => {
      const commands = (): CommandOutcome => ({
        commandId: "c-1",
        status,
        statusDetails: "DeliveryTimedOut",
        invocations: [
          {
            CommandId: "c-1",
            InstanceId: "i-1",
            Status: status,
            StatusDetails: "DeliveryTimedOut",
            CommandPlugins: [],
          },
        ],
      });
      const failure = await failureOf("aws:runCommand", INPUTS, { commands });
      expect(failure.message).toContain(`{Status=[${status}], ResponseCode=[-1], Output=[], `);
    },
  );

  it("fails if the targets match no node, although no node failed", async () => {
    const commands = (): CommandOutcome => ({
      commandId: "c-1",
      status: "Success",
      statusDetails: "NoInstancesInTag",
      invocations: [],
    });
    const failure = await failureOf("aws:runCommand", INPUTS, { commands });
    expect(failure.message).toBe("Command c-1 has no invocations: its status is Success (NoInstancesInTag)");
  });

  it("fails with the error of SendCommand", async () => {
    const commands = (): never => {
      throw new ApiCallError("InvalidInstanceId", "Instances [[i-1]] not in a valid state", "SendCommand");
    };
    expect(await messageOf("aws:runCommand", INPUTS, { commands })).toContain(
      "Execute/Cancelling action. An error occurred (InvalidInstanceId) when calling the SendCommand operation: Instances",
    );
  });

  it("ends with the reason of the stop, even if the command then ends normally", async () => {
    const commands = (_input: JsonObject, { signal }: { signal: AbortSignal }) =>
      new Promise<CommandOutcome>((resolve) => {
        signal.addEventListener("abort", () => resolve({ ...commandOutcome("half", 1), status: "Cancelled" }));
      });
    const { ended, stop } = begin("aws:runCommand", INPUTS, { commands });
    stop(new Error("cancelled"));
    await expect(ended).rejects.toThrow("cancelled");
  });
});
