import pLimit from "p-limit";
import { inTurn } from "../../../../src/sandbox/systems-manager/run-command/in-turn";

const never = () => new Promise<void>(() => undefined);

describe("Work that waits for its turn", () => {
  it("runs when the work before it has ended", async () => {
    const limit = pLimit(1);
    const order: string[] = [];
    const { signal } = new AbortController();
    await Promise.all(
      ["first", "second"].map((name) => inTurn(limit, () => Promise.resolve(void order.push(name)), signal)),
    );
    expect(order).toEqual(["first", "second"]);
  });

  it("never runs if it is cancelled before its turn", async () => {
    const limit = pLimit(1);
    void inTurn(limit, never, new AbortController().signal);
    const cancel = new AbortController();
    const work = jest.fn(never);
    const waiting = inTurn(limit, work, cancel.signal);
    cancel.abort();
    await waiting;
    expect(work).not.toHaveBeenCalled();
  });

  it("is awaited if it is cancelled while it runs", async () => {
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

  it("passes its turn on if it fails", async () => {
    const limit = pLimit(1);
    const { signal } = new AbortController();
    await expect(inTurn(limit, () => Promise.reject(new Error("no")), signal)).rejects.toThrow("no");
    await expect(inTurn(limit, () => Promise.resolve(), signal)).resolves.toBeUndefined();
  });
});
