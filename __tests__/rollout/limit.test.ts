import { createLimit } from "../../src/rollout/limit";

/** Work that ends when told, and knows how much of it runs. */
function controlled() {
  const finish: (() => void)[] = [];
  let started = 0;
  return {
    work: () => {
      started += 1;
      return new Promise<void>((done) => finish.push(done));
    },
    finishNext: () => finish.shift()?.(),
    started: () => started,
  };
}

const turn = () => new Promise<void>((done) => setImmediate(done));

describe("a limit", () => {
  it("starts no more than there are places", async () => {
    const limit = createLimit(2);
    const control = controlled();
    const all = Promise.all([limit(control.work), limit(control.work), limit(control.work)]);
    await turn();
    expect(control.started()).toBe(2);
    control.finishNext();
    await turn();
    expect(control.started()).toBe(3);
    control.finishNext();
    control.finishNext();
    await all;
  });

  it("frees the place of work that fails", async () => {
    const limit = createLimit(1);
    await expect(limit(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(limit(() => Promise.resolve("yes"))).resolves.toBe("yes");
  });

  it("has one place at least", async () => {
    await expect(createLimit(0)(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
