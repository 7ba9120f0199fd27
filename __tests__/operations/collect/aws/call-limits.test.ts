import { callLimits } from "../../../../src/operations/collect/aws/call-limits";

describe("the limits of the calls to an account and Region", () => {
  it("let a second's calls begin at once, and the others at an even rate", async () => {
    let now = 0;
    const begun: number[] = [];
    const clock = {
      now: () => now,
      wait: (milliseconds: number) => {
        now += milliseconds;
        return Promise.resolve();
      },
    };
    const limited = callLimits(clock);
    for (let call = 0; call < 24; call++) await limited(() => Promise.resolve(begun.push(now)));
    expect(begun.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(begun.slice(20)).toEqual([50, 100, 150, 200]);
  });

  it("let five run at a time", async () => {
    const limited = callLimits();
    let running = 0;
    let most = 0;
    const call = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running--;
    };
    await Promise.all(Array.from({ length: 12 }, () => limited(call)));
    expect(most).toBe(5);
  });
});
