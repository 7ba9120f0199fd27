/** Groups of answers and of failures. */
import {
  answerGroups,
  failureGroups,
  instanceView,
  usualOutput,
} from "../../../../../src/operations/show/html/model/groups";
import { rowName } from "../../../../../src/operations/show/html/model/report";
import { executionOf, stepOf } from "../../../results/records";
import { SampleRun, smallRun } from "../sample-runs";
import { reportOf } from "./sample-report";

describe("groups of answers", () => {
  const { rows } = reportOf(smallRun());

  it("hold instances with the same answer, the rarest answer first", () => {
    const groups = answerGroups(rows, 1);
    expect(groups.map((group) => group.rows.map(rowName))).toEqual([["legacy-1"], ["web-1", "app-1"]]);
  });

  it("tell the usual answer, if more than half of the instances have it", () => {
    expect(usualOutput(rows, 1)).toBe(answerGroups(rows, 1)[1]?.output);
    expect(usualOutput(rows, 0)).toBeUndefined();
  });

  it("group instances without an answer by status", () => {
    const groups = answerGroups(rows, 2);
    expect(groups[0]).toMatchObject({ output: undefined, tone: "failed" });
  });
});

describe("groups of normalized answers", () => {
  it("hold instances whose answers are the same text afterwards", () => {
    const { rows } = reportOf(smallRun());
    const [group, ...others] = answerGroups(rows, 0, () => "<host>");
    expect(others).toEqual([]);
    expect(group).toMatchObject({ text: "<host>", rows: { length: 3 } });
  });
});

describe("groups of failures", () => {
  it("hold failures of a step whose messages differ in ids alone, with their rows", () => {
    const sample = new SampleRun();
    for (const instance of ["i-0123456789abcdef0", "i-0fedcba9876543210"]) {
      const failure = { message: `Instance ${instance} of 123456789012 is not ready` };
      sample.add(executionOf(instance, { status: "Failed" }), stepOf(instance, "Ask", { status: "Failed", failure }));
    }
    const { rows, places } = reportOf(sample);
    const groups = failureGroups(rows, places, true);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ reason: "Instance <instance> of <account> is not ready", step: "Ask" });
    expect(groups[0]?.rows).toEqual(rows);
  });

  it("have the true cause beside AWS's message", () => {
    const sample = new SampleRun();
    const failure = { message: "Generic", cause: "i-0123456789abcdef0 has no agent" };
    sample.add(executionOf("i-1", { status: "Failed", failure }));
    const { rows, places } = reportOf(sample);
    expect(failureGroups(rows, places, true)).toMatchObject([
      { reason: "Generic", cause: "i-0123456789abcdef0 has no agent", step: undefined },
    ]);
  });

  it("have accounts in which no instance was reached", () => {
    const sample = new SampleRun();
    const failure = { message: "The role could not be assumed" };
    sample.add(executionOf("", { level: "account", status: "Failed", failure }));
    const { rows, places } = reportOf(sample);
    expect(failureGroups(rows, places, true)).toMatchObject([{ rows: [], places: [{ accountName: "app-dev" }] }]);
  });

  it("have instances that were still pending at the end of the run", () => {
    const { rows, places } = reportOf(new SampleRun().add(executionOf("i-1", { status: "Pending" })));
    expect(failureGroups(rows, places, false)).toEqual([]);
    expect(failureGroups(rows, places, true)[0]?.reason).toMatch(/not reached/);
  });
});

describe("a row as the rest of Fleetbook sees an instance", () => {
  it("has the names by which its answers are normalized", () => {
    const sample = new SampleRun().add(executionOf("i-1", { instanceName: "web-1", hostName: "web-1.internal" }));
    const [view] = reportOf(sample).rows.map(instanceView);
    expect(view).toEqual({
      key: "222222222222/ap-northeast-1/i-1",
      accountId: "222222222222",
      region: "ap-northeast-1",
      instance: "i-1",
      name: "web-1",
      hostName: "web-1.internal",
      executionId: "execution-of-i-1",
      status: "Success",
    });
  });
});
