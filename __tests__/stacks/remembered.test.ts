import { Remembered } from "../../stacks/remembered";

describe("a remembered value", () => {
  const [fleet, account, other] = [{}, {}, {}];

  it("is made once for the same objects", () => {
    const names = new Remembered<string>();
    const make = jest.fn(() => "made");
    expect([names.of([fleet, account], make), names.of([fleet, account], make)]).toEqual(["made", "made"]);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it("is made again for another object, another order, and for fewer objects", () => {
    const numbers = new Remembered<number>();
    let made = 0;
    const next = () => (made += 1);
    const asked: readonly (readonly [object, ...object[]])[] = [
      [fleet, account],
      [fleet, other],
      [account, fleet],
      [fleet],
    ];
    expect(asked.map((from) => numbers.of(from, next))).toEqual([1, 2, 3, 4]);
  });

  it("is not there if making it failed", () => {
    const names = new Remembered<string>();
    const fail = () => {
      throw new Error("no");
    };
    expect(() => names.of([fleet], fail)).toThrow("no");
    expect(names.of([fleet], () => "made")).toBe("made");
  });
});
