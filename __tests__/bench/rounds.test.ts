import { inTurns, median } from "../../bench/rounds";

const never = new AbortController().signal;

describe("measurements in turns", () => {
  it("start with each of the two in every other round", async () => {
    const order: string[] = [];
    const take = (name: string) => () => {
      order.push(name);
      return Promise.resolve(order.length);
    };
    const rounds = await inTurns(3, take("ours"), take("theirs"), never);
    expect(order).toEqual(["ours", "theirs", "theirs", "ours", "ours", "theirs"]);
    expect(rounds).toEqual([
      [1, 2],
      [4, 3],
      [5, 6],
    ]);
  });

  it("start no further measurement after they are stopped", async () => {
    const stop = new AbortController();
    let taken = 0;
    const ours = () => {
      taken += 1;
      stop.abort(new Error("stopped"));
      return Promise.resolve(0);
    };
    await expect(inTurns(2, ours, ours, stop.signal)).rejects.toThrow("stopped");
    expect(taken).toBe(1);
  });
});

describe("a median", () => {
  it("is the middle value in order of size", () => expect(median([10, 9, 100])).toBe(10));
  it("is between the two middle values of an even number of values", () => expect(median([4, 1, 3, 2])).toBe(2.5));
});
