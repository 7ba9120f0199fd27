import { documentOf, run } from "../run-document";

/** Whether a choice with this condition is taken. */
async function holds(condition: object): Promise<boolean> {
  const { step } = await run(
    documentOf(
      [
        {
          name: "choose",
          action: "aws:branch",
          inputs: { Choices: [{ NextStep: "yes", ...condition }], Default: "no" },
        },
        { name: "yes", action: "aws:sleep", inputs: { Duration: "PT1S" }, isEnd: true },
        { name: "no", action: "aws:sleep", inputs: { Duration: "PT1S" }, isEnd: true },
      ],
      {
        parameters: {
          Text: { type: "String", default: "Linux-2023" },
          Number: { type: "Integer", default: 10 },
          Digits: { type: "String", default: "9" },
          Flag: { type: "Boolean", default: true },
          List: { type: "StringList", default: ["a", "b"] },
        },
        variables: { unset: { type: "String" } },
      },
    ),
  );
  return step("yes").StepStatus === "Success";
}

describe("a condition", () => {
  it.each([
    [{ Variable: "{{ Text }}", StringEquals: "Linux-2023" }, true],
    [{ Variable: "{{ Text }}", StringEquals: "linux-2023" }, false],
    [{ Variable: "{{ Number }}", StringEquals: "10" }, true],
    [{ Variable: "{{ Text }}", EqualsIgnoreCase: "lINUX-2023" }, true],
    [{ Variable: "{{ Text }}", StartsWith: "Linux" }, true],
    [{ Variable: "{{ Text }}", EndsWith: "2022" }, false],
    [{ Variable: "{{ Text }}", Contains: "ux-2" }, true],
    [{ Variable: "{{ List }}", Contains: "b" }, true],
    [{ Variable: "{{ List }}", Contains: "c" }, false],
    [{ Variable: "{{ Number }}", NumericEquals: 10 }, true],
    [{ Variable: "{{ Digits }}", NumericLesser: "{{ Number }}" }, true],
    [{ Variable: "{{ Number }}", NumericGreater: 10 }, false],
    [{ Variable: "{{ Number }}", NumericGreaterOrEquals: 10 }, true],
    [{ Variable: "{{ Number }}", NumericLesserOrEquals: 9 }, false],
    [{ Variable: "{{ Text }}", NumericLesser: 10 }, false],
    [{ Variable: "{{ Flag }}", BooleanEquals: true }, true],
    [{ Variable: "{{ Flag }}", BooleanEquals: false }, false],
    [{ Variable: "{{ Text }}", BooleanEquals: true }, false],
  ])("%j gives %s", async (condition, expected) => {
    expect(await holds(condition)).toBe(expected);
  });

  it("combines conditions with And, Or and Not at any depth", async () => {
    const isTen = { Variable: "{{ Number }}", NumericEquals: 10 };
    const isUnset = { Variable: "{{ Text }}", StringEquals: "" };
    expect(await holds({ And: [isTen, { Not: isUnset }] })).toBe(true);
    expect(await holds({ And: [isTen, isUnset] })).toBe(false);
    expect(await holds({ Or: [isUnset, { And: [isTen, { Or: [isTen, isUnset] }] }] })).toBe(true);
    expect(await holds({ Not: { Or: [isTen, isUnset] } })).toBe(false);
  });

  it("is false for a reference without a value, whatever it is compared with", async () => {
    expect(await holds({ Variable: "{{ variable:unset }}", StringEquals: "" })).toBe(false);
    expect(await holds({ Variable: "{{ variable:unset }}", NumericLesser: 1 })).toBe(false);
    expect(await holds({ Variable: "{{ variable:unset }}", Contains: "No output" })).toBe(false);
  });
});
