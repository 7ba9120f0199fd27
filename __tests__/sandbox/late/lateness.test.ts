import { VirtualClock } from "../../../src/engine/clock";
import { Lateness } from "../../../src/sandbox/late/lateness";
import type { ReadBefore } from "../../../src/sandbox/late/past";

const LONGEST = 6000;
const succeeded = () => true;

function readBefore(answer: () => Promise<unknown>): ReadBefore {
  return { first: () => ({ key: "Get", answer: answer() }), rest: () => Promise.resolve([]) };
}

/** A value with a name, which is read and written. */
function valueOf(lateness: Lateness, name: string, value?: string) {
  let current = value;
  const read = (): Promise<string> =>
    current === undefined ? Promise.reject(new Error("none")) : Promise.resolve(current);
  return {
    write: (next: string | undefined, connection?: object, options: { readonly onSeen?: () => void } = {}) =>
      lateness.write(
        { resource: name, readBefore: readBefore(read), connection },
        () => {
          current = next;
          return Promise.resolve(true);
        },
        { succeeded, ...options },
      ),
    seen: (): unknown => {
      const late = lateness.answerTo(name, "Get");
      if (late === undefined) return current;
      return "error" in late ? "absent" : late.output;
    },
  };
}

describe("Lateness", () => {
  const clock = new VirtualClock();
  const lateness = new Lateness({ clock, seed: 1 });

  it("shows a resource as it was before a write, and as it is seconds later", async () => {
    const value = valueOf(lateness, "changed", "old");
    await value.write("new");
    expect(value.seen()).toBe("old");
    await clock.sleep(LONGEST);
    expect(value.seen()).toBe("new");
  });

  it("shows writes one after the other", async () => {
    const value = valueOf(lateness, "twice", "first");
    await value.write("second");
    await clock.sleep(LONGEST - 1);
    await value.write("third");
    expect(value.seen()).toBe("second");
    await clock.sleep(LONGEST);
    expect(value.seen()).toBe("third");
  });

  it("hides what is new from every connection but the one that has created it", async () => {
    const [mine, other] = [{}, {}];
    await valueOf(lateness, "created").write("new", mine);
    expect([mine, other, undefined].map((connection) => lateness.hides("created", connection))).toEqual([
      false,
      true,
      true,
    ]);
    await clock.sleep(LONGEST);
    expect(lateness.hides("created", other)).toBe(false);
  });

  it("forgets a write that has failed", async () => {
    const write = { resource: "refused", readBefore: readBefore(() => Promise.resolve("old")), connection: undefined };
    await lateness.write(write, () => Promise.resolve(false), { succeeded: (made) => made });
    await expect(lateness.write(write, () => Promise.reject(new Error("refused")), { succeeded })).rejects.toThrow(
      "refused",
    );
    expect(lateness.pastOf("refused")).toBeUndefined();
  });

  it("says when a write is seen", async () => {
    const value = valueOf(lateness, "noticed", "old");
    const seen = await new Promise((resolve) => {
      void value.write("new", undefined, { onSeen: () => resolve(value.seen()) });
    });
    expect(seen).toBe("new");
  });

  it("takes from one to six seconds, which follow from the seed and the resource", () => {
    const of = (seed: number) => ["a", "b", "c"].map((event) => new Lateness({ clock, seed }).of(event));
    expect(of(1)).toEqual(of(1));
    expect(of(2)).not.toEqual(of(1));
    for (const late of [...of(1), ...of(2)]) {
      expect(late).toBeGreaterThanOrEqual(1000);
      expect(late).toBeLessThan(LONGEST);
    }
  });
});
