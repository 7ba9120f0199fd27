import type { JsonObject } from "../../../src/document/json";
import { begin, callsOf, inTurn, messageOf } from "./action-context";

const ARN = "arn:aws:states:eu-west-1:111111111111:execution:m:1";
const INPUTS = { stateMachineArn: "arn:aws:states:eu-west-1:111111111111:stateMachine:m", input: '{"a":1}' };
const api = (...descriptions: readonly JsonObject[]) => ({
  "stepfunctions:StartExecution": () => ({ executionArn: ARN }),
  "stepfunctions:DescribeExecution": inTurn(...descriptions),
  "stepfunctions:StopExecution": () => ({}),
});

describe("aws:executeStateMachine", () => {
  it("waits for the end and outputs the result of the state machine", async () => {
    const ended = { executionArn: ARN, name: "1", status: "SUCCEEDED", output: "{}", stopDate: "2026-01-15T10:00:00Z" };
    const run = begin("aws:executeStateMachine", INPUTS, {
      api: api({ status: "RUNNING" }, { ...ended, redriveCount: 0 }),
    });
    await expect(run.ended).resolves.toEqual({ outputs: ended });
    expect(callsOf(run.platform, "stepfunctions:StartExecution")).toEqual([INPUTS]);
    expect(callsOf(run.platform, "stepfunctions:StopExecution")).toEqual([]);
  });

  it("fails with the error and its cause", async () => {
    const failed = { status: "FAILED", error: "States.TaskFailed", cause: "no disk" };
    expect(await messageOf("aws:executeStateMachine", INPUTS, { api: api(failed) })).toContain(
      `The state machine execution ${ARN} ended with status FAILED: States.TaskFailed: no disk.`,
    );
  });

  it("stops the state machine when the step is stopped", async () => {
    const signals: boolean[] = [];
    const run = begin("aws:executeStateMachine", INPUTS, {
      api: {
        ...api({ status: "RUNNING" }),
        "stepfunctions:DescribeExecution": async () => {
          await Promise.resolve();
          run.stop(new Error("cancelled"));
          return { status: "RUNNING" };
        },
        "stepfunctions:StopExecution": (_parameters, { signal }) => {
          signals.push(signal.aborted);
          return {};
        },
      },
    });
    await expect(run.ended).rejects.toThrow("cancelled");
    expect(callsOf(run.platform, "stepfunctions:StopExecution")).toMatchObject([{ executionArn: ARN }]);
    // With the step's own signal the call would not have been made.
    expect(signals).toEqual([false]);
  });
});
