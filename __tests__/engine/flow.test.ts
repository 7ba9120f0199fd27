import { ScriptError } from "../../src/engine/errors";
import { NO_OUTPUT } from "../../src/engine/program/templates";
import { commandOutcome } from "./fake-platform";
import { callStep, documentOf, run } from "./run-document";

const ok = (name: string, rest = {}): unknown => callStep(name, "ok", rest);
const fail = (name: string, rest = {}): unknown => callStep(name, "fail", rest);

describe("what follows a step that succeeds", () => {
  it("is the next of the list", async () => {
    const { statuses, status } = await run(documentOf([ok("a"), ok("b")]));
    expect(statuses).toEqual(["a: Success", "b: Success"]);
    expect(status).toBe("Success");
  });

  it("is its nextStep", async () => {
    const { statuses } = await run(documentOf([ok("a", { nextStep: "c" }), ok("b"), ok("c")]));
    expect(statuses).toEqual(["a: Success", "b: Pending", "c: Success"]);
  });

  it("is nothing after isEnd", async () => {
    const { statuses, status } = await run(documentOf([ok("a", { isEnd: true }), fail("b")]));
    expect(statuses).toEqual(["a: Success", "b: Pending"]);
    expect(status).toBe("Success");
  });
});

describe("what follows a step that fails", () => {
  it("is nothing, and the execution fails with its message", async () => {
    const { statuses, status, record } = await run(documentOf([fail("a"), ok("b")]));
    expect(statuses).toEqual(["a: Failed", "b: Pending"]);
    expect(status).toBe("Failed");
    expect(record.FailureMessage).toBe(
      "Step fails when it is Execute/Cancelling action. An error occurred (Broken) when calling the fail operation: It is broken. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.",
    );
  });

  it("with Continue is the next one, and the execution succeeds", async () => {
    const { statuses, status } = await run(documentOf([fail("a", { onFailure: "Continue" }), ok("b")]));
    expect(statuses).toEqual(["a: Failed", "b: Success"]);
    expect(status).toBe("Success");
  });

  it("with Continue is its nextStep", async () => {
    const { statuses } = await run(documentOf([fail("a", { onFailure: "Continue", nextStep: "c" }), ok("b"), ok("c")]));
    expect(statuses).toEqual(["a: Failed", "b: Pending", "c: Success"]);
  });

  it("with Continue is nothing after isEnd", async () => {
    const { statuses } = await run(documentOf([fail("a", { onFailure: "Continue", isEnd: true }), ok("b")]));
    expect(statuses).toEqual(["a: Failed", "b: Pending"]);
  });

  it("with step:X is X, and the execution fails although X succeeds", async () => {
    const { statuses, status } = await run(documentOf([fail("a", { onFailure: "step:c" }), ok("b"), ok("c")]));
    expect(statuses).toEqual(["a: Failed", "b: Pending", "c: Success"]);
    expect(status).toBe("Failed");
  });

  it("with step:X is X even if the step has isEnd", async () => {
    const { statuses } = await run(documentOf([fail("a", { onFailure: "step:b", isEnd: true }), ok("b")]));
    expect(statuses).toEqual(["a: Failed", "b: Success"]);
  });
});

describe("the status of an execution", () => {
  it("is Failed if a critical step failed and the execution continued", async () => {
    const { status } = await run(documentOf([fail("a", { onFailure: "Continue", isCritical: true }), ok("b")]));
    expect(status).toBe("Failed");
  });

  it("is Success if the failed step is not critical", async () => {
    const { status } = await run(documentOf([fail("a", { onFailure: "step:b", isCritical: false }), ok("b")]));
    expect(status).toBe("Success");
  });

  it("is that of the first critical step that failed", async () => {
    const slow = { name: "slow", action: "aws:sleep", inputs: { Duration: "PT1H" }, timeoutSeconds: 10 };
    const { status } = await run(documentOf([{ ...slow, onFailure: "step:b" }, fail("b")]));
    expect(status).toBe("TimedOut");
  });
});

describe("a document is rejected", () => {
  it.each([
    ["nextStep", [ok("a", { nextStep: "x" })], 'Unknown step name: "x" in nextStep'],
    ["onFailure", [ok("a", { onFailure: "step:x" })], 'Unknown step name: "x" in onFailure'],
    ["onCancel", [ok("a", { onCancel: "step:x" })], 'Unknown step name: "x" in onCancel'],
    ["an action", [{ name: "a", action: "aws:dance", inputs: {} }], "Unknown action: aws:dance"],
  ])("that names a missing step in %s", async (_property, steps, message) => {
    await expect(run(documentOf(steps))).rejects.toMatchObject({ code: "InvalidDocumentContent", message });
  });

  it.each(["maxAttempts", "isCritical", "isEnd", "onFailure"])("that has a reference as its %s", async (property) => {
    const document = documentOf([ok("a", { [property]: "{{ P }}" })], {
      parameters: { P: { type: "String", default: "2" } },
    });
    await expect(run(document)).rejects.toThrow(`${property} of the step a is {{ P }}`);
  });

  it("whose steps form a cycle, with the cycle in the message", async () => {
    const steps = [ok("a"), ok("b"), ok("c", { onFailure: "step:b" })];
    await expect(run(documentOf(steps))).rejects.toThrow("b -> c -> b");
  });
});

describe("attempts", () => {
  /** An API that fails so often before it succeeds. */
  const failing = (times: number) => {
    let calls = 0;
    return {
      "test:flaky": () => {
        if ((calls += 1) <= times) throw new ScriptError("not yet");
        return {};
      },
    };
  };

  it("are as many as maxAttempts in total", async () => {
    const flaky = documentOf([callStep("a", "flaky", { maxAttempts: 3 })]);
    const good = await run(flaky, { api: failing(2) });
    expect(good.status).toBe("Success");
    const bad = await run(flaky, { api: failing(3) });
    expect(bad.status).toBe("Failed");
    expect(bad.platform.calls).toHaveLength(3);
  });

  it("are not repeated if the inputs are invalid", async () => {
    const { platform, step } = await run(
      documentOf([{ name: "a", action: "aws:sleep", inputs: { Duration: "soon" }, maxAttempts: 3 }]),
    );
    expect(step("a").FailureDetails?.FailureStage).toBe("InputValidation");
    expect(step("a").FailureMessage).toContain("Step fails when it is validating and resolving the step inputs.");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:00Z"));
  });

  it("each have the step's time-out; the step times out with its last attempt", async () => {
    const { step, status, platform } = await run(
      documentOf([
        { name: "a", action: "aws:sleep", inputs: { Duration: "PT1H" }, maxAttempts: 3, timeoutSeconds: 10 },
      ]),
    );
    expect(step("a").StepStatus).toBe("TimedOut");
    expect(step("a").FailureMessage).toContain("Step timed out");
    expect(status).toBe("TimedOut");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:30Z"));
  });
});

describe("a time-out", () => {
  it("aborts the runner's signal, and the step ends when the runner ends", async () => {
    let reason: unknown;
    const { step } = await run(
      documentOf([
        {
          name: "a",
          action: "aws:runCommand",
          inputs: { DocumentName: "d", InstanceIds: ["i-1"] },
          timeoutSeconds: 10,
        },
      ]),
      {
        commands: (_input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => {
              reason = signal.reason;
              reject(new Error("stopped"));
            });
          }),
      },
    );
    expect(reason).toMatchObject({ status: "TimedOut" });
    expect(step("a")).toMatchObject({
      StepStatus: "TimedOut",
      TimeoutSeconds: 10,
      ExecutionEndTime: new Date("2026-01-15T10:00:10Z"),
    });
  });

  it("does not wait for ever for a runner that ignores its signal", async () => {
    const { step, platform } = await run(
      documentOf([
        {
          name: "a",
          action: "aws:runCommand",
          inputs: { DocumentName: "d", InstanceIds: ["i-1"] },
          timeoutSeconds: 10,
        },
      ]),
      { commands: () => new Promise(() => undefined) },
    );
    expect(step("a").StepStatus).toBe("TimedOut");
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:20Z"));
  });

  it("can be a parameter", async () => {
    const document = documentOf(
      [{ name: "a", action: "aws:sleep", inputs: { Duration: "PT1H" }, timeoutSeconds: "{{ Wait }}" }],
      { parameters: { Wait: { type: "Integer", default: 60 } } },
    );
    const { step } = await run(document, {}, { Parameters: { Wait: ["5"] } });
    expect(step("a")).toMatchObject({ StepStatus: "TimedOut", TimeoutSeconds: 5 });
  });

  it("is not longer than AWS's limit for the action", async () => {
    const { step } = await run(
      documentOf([
        {
          name: "a",
          action: "aws:executeScript",
          inputs: { Runtime: "python3.11", Handler: "h", Script: "s" },
          timeoutSeconds: 3600,
        },
      ]),
      { scripts: () => new Promise(() => undefined) },
    );
    expect(step("a")).toMatchObject({ StepStatus: "TimedOut", TimeoutSeconds: 600 });
  });
});

describe("inputs", () => {
  it.each([
    [
      "a list instead of a string",
      "aws:copyImage",
      { SourceRegion: "{{ List }}", SourceImageId: "ami-1", ImageName: "n" },
    ],
    ["one that is missing", "aws:copyImage", { SourceRegion: "eu-west-1", SourceImageId: "ami-1" }],
    [
      "a number below the limit",
      "aws:runCommand",
      { DocumentName: "d", InstanceIds: ["i-1"], TimeoutSeconds: "{{ Five }}" },
    ],
    [
      "one that the action does not have",
      "aws:copyImage",
      { SourceRegion: "r", SourceImageId: "a", ImageName: "n", Colour: "red" },
    ],
  ])("fail the step before it acts: %s", async (_case, action, inputs) => {
    const { step, platform } = await run(
      documentOf([{ name: "a", action, inputs }], {
        parameters: { List: { type: "StringList", default: ["one"] }, Five: { type: "Integer", default: 5 } },
      }),
    );
    expect(step("a")).toMatchObject({
      StepStatus: "Failed",
      FailureDetails: { FailureStage: "InputValidation" },
      FailureMessage: expect.stringContaining("validating and resolving the step inputs") as string,
    });
    expect(platform.calls).toEqual([]);
  });
});

describe("named outputs", () => {
  const outputsOf = async (outputs: readonly unknown[]) =>
    run(documentOf([callStep("ask", "answer", { outputs })], { outputs: ["ask.O"] }), {
      api: { "test:answer": () => ({ Text: "x", Number: 5, List: ["a", 1], Map: { k: "a=b" }, Nothing: null }) },
    });

  it.each([
    ["String", "$.Text", ["x"]],
    ["String", "$.Number", ["5"]],
    ["Integer", "$.Number", ["5"]],
    ["StringList", "$.List", ["a", "1"]],
    ["StringMap", "$.Map", ['{"k":"a\\u003db"}']],
  ])("of type %s are recorded as strings: %s", async (Type, Selector, texts) => {
    const { record, step } = await outputsOf([{ Name: "O", Selector, Type }]);
    expect(step("ask").Outputs?.["O"]).toEqual(texts);
    expect(record.Outputs).toEqual({ "ask.O": texts });
  });

  it.each(["$.Missing.Below", "$.Nothing", "$..Missing"])("may select nothing: %s", async (Selector) => {
    const { status, record } = await outputsOf([{ Name: "O", Selector, Type: "String" }]);
    expect(status).toBe("Success");
    expect(record.Outputs).toEqual({ "ask.O": [NO_OUTPUT] });
  });

  it.each(["StringList", "MapList"])("of type %s are empty where a deep scan finds nothing", async (Type) => {
    const { record } = await outputsOf([{ Name: "O", Selector: "$..Missing", Type }]);
    expect(record.Outputs).toEqual({ "ask.O": [] });
  });

  it.each([
    ["String", "$.List"],
    ["Integer", "$.Text"],
    ["Boolean", "$.Number"],
    ["StringList", "$.Map"],
    ["StringMap", "$.List"],
  ])("fail the step if %s is expected and %s has another type", async (Type, Selector) => {
    const { step, platform } = await outputsOf([{ Name: "O", Selector, Type }]);
    expect(step("ask")).toMatchObject({ StepStatus: "Failed", FailureDetails: { FailureStage: "PostVerification" } });
    expect(platform.calls).toHaveLength(1);
  });
});

describe("a list of instances for an input with one instance", () => {
  const imageOf = (Instances: readonly string[]) =>
    run(
      documentOf([
        callStep("list", "list", { outputs: [{ Name: "Ids", Selector: "$.Instances", Type: "StringList" }] }),
        {
          name: "image",
          action: "aws:createImage",
          inputs: { InstanceId: "{{ list.Ids }}", ImageName: "backup" },
        },
      ]),
      {
        api: {
          "test:list": () => ({ Instances }),
          "ec2:CreateImage": () => ({ ImageId: "ami-1" }),
          "ec2:DescribeImages": () => ({ Images: [{ ImageId: "ami-1", State: "available" }] }),
        },
      },
    );

  it("is accepted if it has one item, as in AWS-UpdateLinuxAmi", async () => {
    const { status, platform } = await imageOf(["i-1"]);
    expect(status).toBe("Success");
    expect(platform.calls[1]?.parameters).toMatchObject({ InstanceId: "i-1" });
  });

  it("fails the step before it acts if it has several items", async () => {
    const { step, platform } = await imageOf(["i-1", "i-2"]);
    expect(step("image").FailureDetails?.FailureStage).toBe("InputValidation");
    expect(platform.calls).toHaveLength(1);
  });
});

describe("outputs of the document", () => {
  it("of steps that did not succeed are AWS's message", async () => {
    const { record } = await run(
      documentOf([fail("a", { onFailure: "step:c" }), ok("b"), ok("c")], { outputs: ["a.X", "b.X", "c.X"] }),
    );
    expect(record.Outputs).toEqual({ "a.X": [NO_OUTPUT], "b.X": [NO_OUTPUT], "c.X": [NO_OUTPUT] });
  });

  it("of a failed command are that message too, although later steps can refer to the outputs", async () => {
    const { record, platform } = await run(
      documentOf(
        [
          {
            name: "command",
            action: "aws:runCommand",
            inputs: { DocumentName: "d", InstanceIds: ["i-1"] },
            onFailure: "Continue",
          },
          ok("tell", { inputs: { Code: "{{ command.ResponseCode }}" } }),
        ],
        { outputs: ["command.ResponseCode"] },
      ),
      { commands: () => commandOutcome("", 7) },
    );
    expect(record.Outputs).toEqual({ "command.ResponseCode": [NO_OUTPUT] });
    expect(platform.calls[0]?.parameters["Code"]).toBe(7);
  });
});

describe("the identity of steps", () => {
  const inRole = documentOf([ok("a")], {
    assumeRole: "{{ Role }}",
    parameters: { Role: { type: "String", default: "" } },
  });

  it("is the role of the document", async () => {
    const { platform } = await run(inRole, {}, { Parameters: { Role: ["arn:aws:iam::111111111111:role/runbook"] } });
    expect(platform.calls[0]).toMatchObject({
      hasRole: true,
      identity: { arn: expect.stringContaining("assumed-role/runbook/") as string },
    });
  });

  it("is the caller if the role is empty", async () => {
    const { platform } = await run(inRole);
    expect(platform.calls[0]).toMatchObject({
      hasRole: false,
      identity: { arn: "arn:aws:iam::111111111111:user/dev" },
    });
  });

  it.each([
    ["is not an ARN", "runbook", "The format of the supplied assume role ARN is invalid."],
    ["cannot be assumed", "arn:aws:iam::111111111111:role/x", "The defined assume role is unable to be assumed."],
  ])("does not exist if the role %s: the start is refused", async (_case, role, message) => {
    await expect(run(inRole, { assumable: () => false }, { Parameters: { Role: [role] } })).rejects.toMatchObject({
      code: "InvalidAutomationExecutionParametersException",
      message,
    });
  });
});

describe("a fault of a port", () => {
  it("fails the step with its message", async () => {
    const { status, step } = await run(documentOf([callStep("a", "broken")]), {
      api: {
        "test:broken": () => {
          throw new TypeError("no such property");
        },
      },
    });
    expect(status).toBe("Failed");
    expect(step("a").FailureMessage).toContain("no such property");
  });
});
