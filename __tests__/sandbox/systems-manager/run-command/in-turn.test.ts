import pLimit from "p-limit";
import { inTurn } from "../../../../src/sandbox/systems-manager/run-command/in-turn";

const never = () => new Promise<void>(() => undefined);

describe("work that waits for its turn", () => {
  it("runs when the work before it has ended", async () => {
    const limit = pLimit(1);
    const order: string[] = [];
    const { signal } = new AbortController();
    await Promise.all(
      ["first", "second"].map((name) => inTurn(limit, () => Promise.resolve(void order.push(name)), signal)),
    );
    expect(order).toEqual(["first", "second"]);
  });

  it("waits no longer and never runs if it is cancelled before its turn", async () => {
    const limit = pLimit(1);
    void inTurn(limit, never, new AbortController().signal);
    const cancel = new AbortController();
    const work = jest.fn(never);
    const waiting = inTurn(limit, work, cancel.signal);
    cancel.abort();
    await waiting;
    expect(work).not.toHaveBeenCalled();
  });

  it("ends when the work ends if it is cancelled in its turn", async () => {
    const cancel = new AbortController();
    const order: string[] = [];
    await inTurn(
      pLimit(1),
      async () => {
        cancel.abort();
        await new Promise((resolve) => setImmediate(resolve));
        order.push("work ended");
      },
      cancel.signal,
    );
    expect(order).toEqual(["work ended"]);
  });

  it("fails as the work fails, and leaves its turn to the next", async () => {
    const limit = pLimit(1);
    const { signal } = new AbortController();
    await expect(inTurn(limit, () => Promise.reject(new Error("no")), signal)).rejects.toThrow("no");
    await expect(inTurn(limit, () => Promise.resolve(), signal)).resolves.toBeUndefined();
  });
});
