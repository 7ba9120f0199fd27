import type { JsonObject } from "../../../src/document/json";
import { begin, callsOf, executed, failureOf, inTurn, run } from "./action-context";

/** A response of DescribeInstances: the state of each instance. */
const states = (...names: readonly string[]): JsonObject => ({
  Reservations: names.map((Name, index) => ({ Instances: [{ InstanceId: `i-${index + 1}`, State: { Name } }] })),
});

/** A response of DescribeInstanceStatus for i-1. */
const status = (state: string, instance = "ok", system = "ok"): JsonObject => ({
  InstanceStatuses: [
    {
      InstanceId: "i-1",
      InstanceState: { Name: state },
      InstanceStatus: { Status: instance },
      SystemStatus: { Status: system },
    },
  ],
});

const stop = { InstanceIds: ["i-1", "i-2"], DesiredState: "stopped" };
const start = { InstanceIds: ["i-1"], DesiredState: "running" };

describe("aws:changeInstanceState", () => {
  it("stops instances and waits until each is stopped", async () => {
    const { platform, ended } = begin(
      "aws:changeInstanceState",
      { ...stop, Force: "true" },
      {
        api: {
          "ec2:StopInstances": () => ({}),
          "ec2:DescribeInstances": inTurn(states("stopping", "stopped"), states("stopped", "stopped")),
        },
      },
    );
    await expect(ended).resolves.toEqual({ outputs: { InstanceStates: ["stopped", "stopped"] } });
    expect(callsOf(platform, "ec2:StopInstances")).toEqual([{ InstanceIds: ["i-1", "i-2"], Force: true }]);
    expect(callsOf(platform, "ec2:DescribeInstances")).toHaveLength(2);
  });

  it("treats an instance as running only if both status checks are passed", async () => {
    const { platform, ended } = begin("aws:changeInstanceState", start, {
      api: {
        "ec2:StartInstances": () => ({}),
        "ec2:DescribeInstanceStatus": inTurn(
          status("pending"),
          status("running", "initializing", "ok"),
          status("running", "ok", "impaired"),
          status("running"),
        ),
      },
    });
    await expect(ended).resolves.toEqual({ outputs: { InstanceStates: ["running"] } });
    expect(callsOf(platform, "ec2:DescribeInstanceStatus")).toHaveLength(4);
  });

  it("finds every instance of a long list", async () => {
    const first = states("terminated");
    const second = { Reservations: [{ Instances: [{ InstanceId: "i-2", State: { Name: "terminated" } }] }] };
    const { platform, ended } = begin(
      "aws:changeInstanceState",
      { InstanceIds: ["i-1", "i-2"], DesiredState: "terminated" },
      {
        api: {
          "ec2:TerminateInstances": () => ({}),
          "ec2:DescribeInstances": ({ NextToken }) => (NextToken === "2" ? second : { ...first, NextToken: "2" }),
        },
      },
    );
    await expect(ended).resolves.toBeDefined();
    expect(callsOf(platform, "ec2:DescribeInstances")).toHaveLength(2);
  });

  it("changes nothing with CheckStateOnly", async () => {
    const { platform, ended } = begin(
      "aws:changeInstanceState",
      { ...stop, CheckStateOnly: true },
      { api: { "ec2:DescribeInstances": () => states("stopped", "stopped") } },
    );
    await ended;
    expect(platform.calls.map(({ name }) => name)).toEqual(["ec2:DescribeInstances"]);
  });

  it("fails at once if an instance that should stop is being terminated", async () => {
    const failure = await failureOf("aws:changeInstanceState", stop, {
      api: { "ec2:StopInstances": () => ({}), "ec2:DescribeInstances": () => states("stopped", "terminated") },
    });
    expect(failure.message).toBe("Instance i-2 entered unexpected state: terminated");
  });

  it("fails if an instance stops again and FailOnUnexpectedStopped is set", async () => {
    const api = {
      "ec2:StartInstances": () => ({}),
      "ec2:DescribeInstanceStatus": inTurn(status("pending"), status("stopped"), status("running")),
    };
    const failure = await failureOf("aws:changeInstanceState", { ...start, FailOnUnexpectedStopped: true }, { api });
    expect(failure.message).toBe("Instance i-1 entered unexpected state: stopped");
    await expect(run("aws:changeInstanceState", start, { api })).resolves.toBeDefined();
  });

  it("stops waiting when the step is stopped", async () => {
    const run = begin("aws:changeInstanceState", stop, {
      api: { "ec2:StopInstances": () => ({}), "ec2:DescribeInstances": () => states("stopping", "stopping") },
    });
    setImmediate(() => run.stop(new Error("time is up")));
    await expect(run.ended).rejects.toThrow("time is up");
  });

  it("rejects an unknown state", async () => {
    const { FailureDetails } = await executed("aws:changeInstanceState", { ...stop, DesiredState: "paused" });
    expect(FailureDetails).toMatchObject({ FailureStage: "InputValidation" });
  });
});
