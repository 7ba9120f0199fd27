import { failureGroups } from "../../../src/operations/fold/failure-groups";
import { viewRun } from "../../../src/operations/fold/run-view";
import { totalsOf } from "../../../src/operations/fold/totals";
import type { ResultRecord, Run } from "../../../src/operations/results/schema";
import { executionOf, stepOf } from "../results/records";
import { storedRun } from "./stored";

const viewOf = (records: readonly ResultRecord[], changes: Partial<Run> = {}) =>
  viewRun(storedRun(records, undefined, changes));
const failed = (message: string) => ({ status: "Failed", failure: { message } });

describe("the totals of a run", () => {
  it("count instances, whatever the status of the parent is", async () => {
    const records = [
      executionOf("i-1"),
      executionOf("i-2", failed("no")),
      executionOf("i-3", { status: "Pending", executionId: undefined }),
    ];
    expect(totalsOf(await viewOf(records, { status: "Success" }))).toMatchObject({
      instances: 3,
      statuses: { Success: 1, Failed: 1, Pending: 1 },
      succeeded: false,
    });
    expect(totalsOf(await viewOf([executionOf("i-1")])).succeeded).toBe(true);
  });

  it("are no success while it runs, with an account that failed, or with something unread", async () => {
    const one = executionOf("i-1");
    const account = executionOf("", {
      level: "account",
      executionId: undefined,
      instance: undefined,
      ...failed("role"),
    });
    const unread = (what: "account" | "names"): ResultRecord => ({
      ...{ kind: "unread", what, accountId: "333333333333", region: "ap-northeast-1" },
      ...{ reason: "no-reader-role", message: "m", remedy: "r" },
    });
    expect(totalsOf(await viewOf([one], { status: "InProgress" })).succeeded).toBe(false);
    expect(totalsOf(await viewOf([one, account]))).toMatchObject({ succeeded: false, failedAccounts: 1 });
    expect(totalsOf(await viewOf([one, unread("account")]))).toMatchObject({ succeeded: false, accounts: 2 });
    expect(totalsOf(await viewOf([one, unread("names")]))).toMatchObject({ succeeded: true, unread: 1 });
  });

  it("count instances of one command", async () => {
    const executionId = "one";
    const records = [
      stepOf("i-1", "Ask", { executionId }),
      stepOf("i-2", "Ask", { executionId, ...failed("no") }),
      executionOf("", { executionId, instance: undefined, status: "Failed" }),
    ];
    const { instances } = await viewOf(records);
    expect(instances.map(({ instance, status }) => [instance, status])).toEqual([
      ["i-1", "Success"],
      ["i-2", "Failed"],
      ["one", "Failed"],
    ]);
  });
});

describe("the failures of a run", () => {
  it("are those of steps, and of instances of which no step failed", async () => {
    const records = [
      stepOf("i-1", "Ask", failed("Command a returns 1")),
      executionOf("i-1", failed("Step Ask failed")),
      executionOf("i-2", failed("No such parameter")),
      executionOf("i-3", { status: "Cancelled" }),
    ];
    const { failures } = await viewOf(records);
    expect(failures.map(({ instance, step, failure }) => [instance?.instance, step, failure?.message])).toEqual([
      ["i-2", undefined, "No such parameter"],
      ["i-3", undefined, undefined],
      ["i-1", "Ask", "Command a returns 1"],
    ]);
  });

  it("are those of a step after which the execution went on as well", async () => {
    const { failures } = await viewOf([stepOf("i-1", "Ask", failed("no")), executionOf("i-1")]);
    expect(failures).toMatchObject([{ step: "Ask", status: "Failed" }]);
  });

  it("are one group, if their messages differ only in ids and outputs", async () => {
    const message = (id: string, output: string) =>
      `Command ${id} returns unexpected invocation result: {Status=[Failed], ResponseCode=[1], Output=[${output}]}`;
    const ids = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"];
    const { failures } = await viewOf([
      stepOf("i-1", "Ask", failed(message(ids[0] ?? "", "a"))),
      stepOf("i-2", "Ask", failed(message(ids[1] ?? "", "b"))),
      stepOf("i-3", "Ask", failed("Step timed out")),
    ]);
    expect(failureGroups(failures).map(({ reason, members }) => [reason, members.length])).toEqual([
      ["Command <id> returns unexpected invocation result: {Status=[Failed], ResponseCode=[1], …", 2],
      ["Step timed out", 1],
    ]);
  });

  it("say why a target that was not reached has no message", async () => {
    const { failures } = await viewOf([executionOf("i-1", { status: "Pending", executionId: undefined })]);
    expect(failureGroups(failures)[0]?.reason).toMatch(/^The instance was not reached/);
    const running = { status: "InProgress", endTime: undefined };
    expect((await viewOf([executionOf("i-1", { status: "Pending" })], running)).failures).toEqual([]);
  });
});

describe("the steps of a run", () => {
  it("are in the order of the runbook, those of loops with their iteration", async () => {
    const loop = (iteration: number) => ({ index: 1, parentStep: { step: "Loop", iteration } });
    const { steps } = await viewOf([
      stepOf("i-1", "Last", { index: 2 }),
      stepOf("i-1", "Ask", loop(1)),
      stepOf("i-1", "Ask", loop(2)),
      stepOf("i-1", "First"),
    ]);
    expect(steps.map(({ step }) => step)).toEqual(["First", "Loop[1].Ask", "Loop[2].Ask", "Last"]);
  });
});
