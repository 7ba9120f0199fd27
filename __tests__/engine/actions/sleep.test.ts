import { documentOf, run } from "../run-document";

/** Seconds that a step with these inputs sleeps; its failure where it does not. */
async function slept(inputs: object): Promise<number | string | undefined> {
  const { step } = await run(documentOf([{ name: "wait", action: "aws:sleep", inputs }]));
  const { StepStatus, ExecutionStartTime, ExecutionEndTime, FailureMessage } = step("wait");
  if (StepStatus !== "Success") return FailureMessage;
  return (Number(ExecutionEndTime) - Number(ExecutionStartTime)) / 1000;
}

describe("aws:sleep", () => {
  it.each([
    ["PT10M", 600],
    ["P1D", 86_400],
    ["P1DT2H3M4S", 93_784],
    ["PT0.5S", 0.5],
    ["PT0S", 0],
  ])("waits for %s", async (Duration, seconds) => {
    expect(await slept({ Duration })).toBe(seconds);
  });

  it.each([
    ["2026-01-15T11:00:00Z", 3600],
    ["2026-01-15T11:00:00", 3600],
    ["2026-01-15T12:00:00+01:00", 3600],
    ["2026-01-16", 50_400],
    ["2020-01-01T00:00:00Z", 0],
  ])("waits until %s", async (Timestamp, seconds) => {
    expect(await slept({ Timestamp })).toBe(seconds);
  });

  it.each([
    [{ Duration: "P8D" }, "at most 604799 seconds"],
    [{ Timestamp: "2027-01-01T00:00:00Z" }, "at most 604799 seconds"],
    [{ Duration: "P1M" }, "ISO 8601 duration"],
    [{ Duration: "ten minutes" }, "an ISO 8601 duration such as PT10M"],
    [{ Timestamp: "tomorrow" }, "an ISO 8601 time such as"],
    [{}, "either a Duration or a Timestamp"],
    [{ Duration: "PT1S", Timestamp: "2027-01-01T00:00:00Z" }, "either a Duration or a Timestamp"],
  ])("rejects %j", async (inputs, message) => {
    expect(await slept(inputs)).toContain(message);
  });
});
