import { readSchedule } from "../../../../src/sandbox/systems-manager/state-manager/schedule";

const START = new Date("2026-01-15T10:00:00Z");

function runs(expression: string, count: number, offsetDays?: number): string[] {
  const schedule = readSchedule(expression, offsetDays);
  const found: string[] = [];
  for (let after = START; found.length < count;) {
    const next = schedule.next(after, START);
    if (next === undefined) break;
    found.push(next.toISOString().slice(0, 16));
    after = next;
  }
  return found;
}

describe("A schedule of an association", () => {
  it.each([
    ["rate(30 minutes)", "2026-01-15T10:30", "2026-01-15T11:00"],
    ["rate(1 hour)", "2026-01-15T11:00", "2026-01-15T12:00"],
    ["rate(30 days)", "2026-02-14T10:00", "2026-03-16T10:00"],
    ["cron(0/30 * * * ? *)", "2026-01-15T10:30", "2026-01-15T11:00"],
    ["cron(15 13 ? * * *)", "2026-01-15T13:15", "2026-01-16T13:15"],
    ["cron(0 2 ? * SUN *)", "2026-01-18T02:00", "2026-01-25T02:00"],
    ["cron(0 2 ? * 1 *)", "2026-01-18T02:00", "2026-01-25T02:00"],
    ["cron(0 2 ? * MON-WED *)", "2026-01-19T02:00", "2026-01-20T02:00"],
    ["cron(0 0 ? * THU#2 *)", "2026-02-12T00:00", "2026-03-12T00:00"],
    ["cron(0 0 ? * 6L *)", "2026-01-30T00:00", "2026-02-27T00:00"],
    ["cron(0 0 ? * L *)", "2026-01-17T00:00", "2026-01-24T00:00"],
    ["cron(0 0 L * ? *)", "2026-01-31T00:00", "2026-02-28T00:00"],
    ["cron(0 0 LW * ? *)", "2026-01-30T00:00", "2026-02-27T00:00"],
    ["cron(0 0 15W * ? *)", "2026-02-16T00:00", "2026-03-16T00:00"],
    ["cron(0 0 ? * SAT 2027)", "2027-01-02T00:00", "2027-01-09T00:00"],
    // AWS's older examples, with a leading field for seconds.
    ["cron(0 0 0/4 1/1 * ? *)", "2026-01-15T12:00", "2026-01-15T16:00"],
    ["cron(0 00 12 ? * SUN *)", "2026-01-18T12:00", "2026-01-25T12:00"],
  ])("%s runs at %s and %s", (expression, ...expected) => {
    expect(runs(expression, 2)).toEqual(expected);
  });

  it("with an at expression runs once, at its time", () => {
    expect(runs("at(2026-05-14T15:55:00)", 2)).toEqual(["2026-05-14T15:55"]);
    expect(runs("at(2025-05-14T15:55:00)", 1)).toEqual([]);
  });

  it("with a cron expression runs ScheduleOffset days after the day of the expression", () => {
    expect(runs("cron(0 0 ? * THU#2 *)", 2, 3)).toEqual(["2026-02-15T00:00", "2026-03-15T00:00"]);
    // The day of the expression is past, but not the offset.
    expect(runs("cron(0 12 ? * WED#2 *)", 1, 2)).toEqual(["2026-01-16T12:00"]);
  });

  it("with a rate counts the intervals from the time when it took effect", () => {
    const later = new Date("2026-01-20T10:10:00Z");
    expect(readSchedule("rate(1 hour)").next(later, START)?.toISOString()).toBe("2026-01-20T11:00:00.000Z");
  });

  it.each([
    ["every day", /expected rate/],
    ["rate(5 minutes)", /30 minutes/],
    ["rate(31 days)", /31 days/],
    ["rate(0 hours)", /number/],
    ["rate(1 week)", /number/],
    ["cron(0 2 * * *)", /six fields/],
    ["cron(0/5 * * * ? *)", /30 minutes/],
    ["cron(0,29 2 ? * SUN *)", /30 minutes/],
    ["cron(0 2 ? JAN SUN *)", /months/],
    ["cron(0 2 * * SUN *)", /must be \?/],
    ["cron(0 2 ? * ? *)", /must be \?/],
    ["cron(0 2 ? * 8 *)", /1 to 7/],
    ["cron(0 2 ? * 0 *)", /1 to 7/],
    ["cron(0 25 ? * * *)", /hour/],
    ["cron(0 2 32 * ? *)", /day/],
    ["at(tomorrow)", /yyyy-mm-dd/],
    ["at(2026-02-30T25:00:00)", /yyyy-mm-dd/],
  ])("refuses %s", (expression, reason) => {
    const refusal = { code: "InvalidSchedule", message: expect.stringMatching(reason) as string };
    expect(() => readSchedule(expression)).toThrow(expect.objectContaining(refusal) as Error);
  });
});
