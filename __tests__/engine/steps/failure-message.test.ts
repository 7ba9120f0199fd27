import { failureMessage } from "../../../src/engine/steps/failure-message";
import { ApiCallError, ScriptError, StepFailure } from "../../../src/engine/errors";

const CLOSING = "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";

describe("the message of a failed step", () => {
  it("has boto3's message for a refused call", () => {
    expect(failureMessage(new ApiCallError("InvalidInstanceID.NotFound", "No such instance", "StopInstances"))).toBe(
      `Step fails when it is Execute/Cancelling action. An error occurred (InvalidInstanceID.NotFound) when calling the StopInstances operation: No such instance. ${CLOSING}`,
    );
  });

  it("opens with the polling phase for a failed script", () => {
    expect(failureMessage(new ScriptError("KeyError - 'x'"))).toBe(
      `Step fails when it is Poll action status for completion. KeyError - 'x'. ${CLOSING}`,
    );
  });

  it("opens with the action's own phase", () => {
    const failure = new StepFailure("Lost", "Invocation", "Action", {}, undefined, "Step fails when it is looking");
    expect(failureMessage(failure)).toBe(`Step fails when it is looking. Lost. ${CLOSING}`);
  });

  it("does not double the full stop of the message that it quotes", () => {
    expect(failureMessage(new StepFailure("It is gone."))).toContain("It is gone. Please");
  });

  it("does not hide an unexpected error", () => {
    expect(failureMessage(new TypeError("x is undefined"))).toBe(
      `Internal Server Error. TypeError: x is undefined. ${CLOSING}`,
    );
  });
});
