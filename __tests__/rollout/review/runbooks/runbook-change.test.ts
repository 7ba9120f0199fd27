import { reviewOf } from "../../../../src/rollout/review/review";
import { planned, planOf } from "../plans";

const script = { name: "Ask", action: "aws:sleep", inputs: { Duration: "PT1M" } };
const reboot = {
  name: "Reboot",
  action: "aws:executeAwsApi",
  inputs: { Service: "ec2", Api: "RebootInstances", InstanceIds: ["i-0123456789abcdef0"] },
};
const documentWith = (content: object) => JSON.stringify({ schemaVersion: "0.3", ...content });

const changeOf = (before: object, after: object) =>
  reviewOf([
    planOf([
      planned({
        type: "aws_ssm_document",
        before: { name: "check", content: documentWith(before) },
        after: { name: "check", content: documentWith(after) },
      }),
    ]),
  ]).runbooks;

it("says which steps a new runbook has, and counts one as one", () => {
  const created = planned({
    type: "aws_ssm_document",
    after: { name: "check", content: documentWith({ mainSteps: [script] }) },
  });
  expect(reviewOf([planOf([created])]).runbooks[0]?.sentences).toEqual(["1 step: `Ask`."]);
});

describe("a changed runbook", () => {
  it.each<[string, object, object, string[]]>([
    [
      "a new step",
      { mainSteps: [script] },
      { mainSteps: [script, reboot] },
      ["Step `Reboot` is new (`aws:executeAwsApi`)."],
    ],
    [
      "a removed step",
      { mainSteps: [script, reboot] },
      { mainSteps: [script] },
      ["Step `Reboot` is removed (`aws:executeAwsApi`)."],
    ],
    [
      "another input",
      { mainSteps: [script] },
      { mainSteps: [{ ...script, inputs: { Duration: "PT2M" } }] },
      ['Step `Ask`: `inputs.Duration` was `"PT1M"`, is `"PT2M"`.'],
    ],
    [
      "a new property",
      { mainSteps: [script] },
      { mainSteps: [{ ...script, onFailure: "Continue" }] },
      ['Step `Ask`: `onFailure` is new: `"Continue"`.'],
    ],
    [
      "another order",
      { mainSteps: [script, reboot] },
      { mainSteps: [reboot, script] },
      ["The order of the steps is now `Reboot`, `Ask`."],
    ],
    [
      "parameters",
      { mainSteps: [script], parameters: { A: { type: "String" }, B: { type: "String" } } },
      { mainSteps: [script], parameters: { A: { type: "String", default: "x" }, C: { type: "String" } } },
      ['Parameter `A`: `default` is new: `"x"`.', "Parameter `B` is removed.", "Parameter `C` is new."],
    ],
    [
      "another role",
      { mainSteps: [script], assumeRole: "a" },
      { mainSteps: [script], assumeRole: "b" },
      ['`assumeRole` was `"a"`, is `"b"`.'],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(changeOf(before, after)[0]?.sentences).toEqual(expected);
  });

  it("needs what its new step needs", () => {
    expect(
      changeOf({ mainSteps: [script] }, { mainSteps: [script, reboot] })[0]?.permissions.map(({ text }) => text),
    ).toEqual(["Gained: may `ec2:RebootInstances` on `arn:aws:ec2:*:*:instance/*`, without a condition."]);
  });

  it("has its graph before and after only if the graph differs", () => {
    expect(Object.keys(changeOf({ mainSteps: [script] }, { mainSteps: [script, reboot] })[0]?.graph ?? {})).toEqual([
      "before",
      "after",
    ]);
    const sameGraph = changeOf({ mainSteps: [script] }, { mainSteps: [{ ...script, inputs: { Duration: "PT2M" } }] });
    expect(sameGraph[0]?.graph).toEqual({});
  });

  it("shows the changed lines of the document", () => {
    const [change] = changeOf({ mainSteps: [script] }, { mainSteps: [{ ...script, inputs: { Duration: "PT2M" } }] });
    expect(change?.diff).toContain("+       Duration: PT2M");
  });

  it("is none if only the sharing changes, or if the document is no runbook", () => {
    expect(changeOf({ mainSteps: [script] }, { mainSteps: [script] })).toEqual([]);
    const command = planned({
      type: "aws_ssm_document",
      before: { name: "c", content: "x" },
      after: { name: "c", content: "y" },
    });
    expect(reviewOf([planOf([command])]).runbooks).toEqual([]);
  });
});
