import { ApiCallError } from "../../../src/engine/errors";
import type { AwsApi } from "../../../src/engine/ports";
import { begin, failureOf, messageOf } from "./action-context";

const INPUTS = { Service: "ec2", Api: "DescribeInstances", InstanceIds: ["i-1"] };

/** An API that never answers, and the signal that it was given. */
function silentApi(): AwsApi & { signal?: AbortSignal } {
  const api: AwsApi & { signal?: AbortSignal } = {
    call: (_call, signal) => {
      api.signal = signal;
      return new Promise(() => undefined);
    },
  };
  return api;
}

describe("aws:executeAwsApi", () => {
  it("passes all inputs but Service and Api to the API, and selects from the whole response", async () => {
    const { platform, ended } = begin("aws:executeAwsApi", INPUTS, {
      api: { "ec2:DescribeInstances": () => ({ A: 1 }) },
    });
    await expect(ended).resolves.toEqual({ outputs: {}, response: { A: 1 } });
    expect(platform.calls[0]?.parameters).toEqual({ InstanceIds: ["i-1"] });
  });

  it("fails with boto3's message", async () => {
    const refuse = (): never => {
      throw new ApiCallError("UnauthorizedOperation", "You may not.", "DescribeInstances");
    };
    expect(await messageOf("aws:executeAwsApi", INPUTS, { api: { "ec2:DescribeInstances": refuse } })).toBe(
      "Step fails when it is Execute/Cancelling action. An error occurred (UnauthorizedOperation) when calling the " +
        "DescribeInstances operation: You may not. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.",
    );
  });

  it("fails after 25 seconds, and aborts the call", async () => {
    const api = silentApi();
    const { ended, platform } = begin("aws:executeAwsApi", INPUTS, {}, { api });
    const began = platform.clock.now().getTime();
    await expect(ended).rejects.toThrow("The call of ec2 DescribeInstances took longer than 25 seconds");
    expect(platform.clock.now().getTime() - began).toBe(25_000);
    expect(api.signal?.aborted).toBe(true);
  });

  it("aborts the call when the step is stopped", () => {
    const api = silentApi();
    const { stop } = begin("aws:executeAwsApi", INPUTS, {}, { api });
    stop(new Error("cancelled"));
    expect(api.signal?.reason).toEqual(new Error("cancelled"));
  });

  it("makes no call without an Api", async () => {
    const failure = await failureOf("aws:executeAwsApi", { Service: "ec2" });
    expect(failure).toMatchObject({ stage: "InputValidation", message: "Api is missing or empty" });
  });
});
