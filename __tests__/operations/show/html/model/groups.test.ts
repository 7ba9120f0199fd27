/** Groups of answers and of failures. */
import {
  answerGroups,
  failureGroups,
  membersOf,
  namesOf,
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

describe("groups of failures", () => {
  it("hold failures whose messages differ in ids alone, over steps and instances", () => {
    const sample = new SampleRun();
    for (const [instance, step] of [
      ["i-0123456789abcdef0", "Ask"],
      ["i-0fedcba9876543210", "Tell"],
    ] as const) {
      const failure = { message: `Instance ${instance} of 123456789012 is not ready` };
      sample.add(executionOf(instance, { status: "Failed" }), stepOf(instance, step, { status: "Failed", failure }));
    }
    const { rows, places } = reportOf(sample);
    const groups = failureGroups(rows, places);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      reason: "Instance i-… of … is not ready",
      steps: expect.arrayContaining(["Ask", "Tell"]) as string[],
    });
    expect(groups[0]?.rows).toHaveLength(2);
  });

  it("keep the text of a failure that is alone, and prefer its true cause", () => {
    const sample = new SampleRun();
    const failure = { message: "Generic", cause: "i-0123456789abcdef0 has no agent" };
    sample.add(executionOf("i-1", { status: "Failed", failure }));
    const { rows, places } = reportOf(sample);
    expect(failureGroups(rows, places)).toMatchObject([{ reason: "i-0123456789abcdef0 has no agent", steps: [] }]);
  });

  it("have accounts in which no instance was reached", () => {
    const sample = new SampleRun();
    const failure = { message: "The role could not be assumed" };
    sample.add(executionOf("", { level: "account", status: "Failed", failure }));
    const { rows, places } = reportOf(sample);
    expect(failureGroups(rows, places)).toMatchObject([{ rows: [], places: [{ accountName: "app-dev" }] }]);
  });
});

describe("members of a group", () => {
  const { rows } = reportOf(smallRun());

  it("say where all instances of an account are in it", () => {
    const members = membersOf(rows.slice(0, 2));
    expect(members.map(({ place, all }) => [place.accountName, all])).toEqual([
      ["app-dev", true],
      ["app-staging", false],
    ]);
  });

  it("are named up to a number", () => {
    expect(namesOf(rows, 2)).toBe("web-1, app-1 and 1 more");
    expect(namesOf(rows, 3)).toBe("web-1, app-1, legacy-1");
  });
});
