import fc from "fast-check";
import { ConfigurationError } from "../../src/diagnostics/errors";
import { schedule, type Dependent, type ScheduleOptions } from "../../src/rollout/schedule";

const never = new AbortController().signal;

function task(name: string, ...dependencies: string[]): Dependent {
  return { name, dependencies };
}

/** Runs tasks, of which those in `fails` fail, and returns the order in which they started. */
async function runAll(
  tasks: readonly Dependent[],
  fails: readonly string[] = [],
  options: Partial<ScheduleOptions<Dependent, boolean>> = {},
) {
  const started: string[] = [];
  const outcomes = await schedule(tasks, {
    atOnce: 4,
    order: "dependencies-first",
    signal: never,
    run: ({ name }) => {
      started.push(name);
      return Promise.resolve(!fails.includes(name));
    },
    succeeded: (result) => result,
    ...options,
  });
  return { started, states: Object.fromEntries([...outcomes].map(([name, { state }]) => [name, state])), outcomes };
}

describe("a schedule", () => {
  it("runs dependencies before their dependants", async () => {
    const { started } = await runAll([task("c", "b"), task("b", "a"), task("a")]);
    expect(started).toEqual(["a", "b", "c"]);
  });

  it("runs dependants first when destroying", async () => {
    const { started } = await runAll([task("a"), task("b", "a"), task("c", "b")], [], { order: "dependants-first" });
    expect(started).toEqual(["c", "b", "a"]);
  });

  it("does not wait for a dependency that is not scheduled", async () => {
    const { started } = await runAll([task("b", "a")]);
    expect(started).toEqual(["b"]);
  });

  it("skips every task that depends on a failed one, names the failed one, and runs the rest", async () => {
    const { started, states, outcomes } = await runAll(
      [task("a"), task("b", "a"), task("c", "b"), task("other")],
      ["a"],
    );
    expect(started).toEqual(["a", "other"]);
    expect(states).toEqual({ a: "ran", b: "skipped", c: "skipped", other: "ran" });
    expect(outcomes.get("b")).toEqual({ state: "skipped", because: "a" });
  });

  it("never runs more tasks at once than allowed", async () => {
    let running = 0;
    let most = 0;
    await runAll(
      Array.from({ length: 10 }, (_, index) => task(`t${index}`)),
      [],
      {
        atOnce: 3,
        run: async () => {
          most = Math.max(most, ++running);
          await new Promise((done) => setImmediate(done));
          running -= 1;
          return true;
        },
      },
    );
    expect(most).toBe(3);
  });

  it("starts no task after the user asked to stop, and waits for running tasks", async () => {
    const controller = new AbortController();
    let finished = false;
    const { states } = await runAll([task("a"), task("b", "a"), task("c")], [], {
      atOnce: 1,
      signal: controller.signal,
      run: async () => {
        controller.abort();
        await new Promise((done) => setImmediate(done));
        finished = true;
        return true;
      },
    });
    expect(finished).toBe(true);
    expect(states).toEqual({ a: "ran", b: "interrupted", c: "interrupted" });
  });

  it("refuses a circle of dependencies and names it", async () => {
    const failure = runAll([task("a", "b"), task("b", "c"), task("c", "a")]);
    await expect(failure).rejects.toBeInstanceOf(ConfigurationError);
    await expect(failure).rejects.toThrow("a → b → c → a");
  });

  it("waits for running tasks before it throws an error", async () => {
    let finished = false;
    const failure = runAll([task("bad"), task("slow"), task("late", "slow")], [], {
      run: async ({ name }) => {
        if (name === "bad") throw new Error("broken");
        if (name === "late") throw new Error("must not start");
        await new Promise((done) => setImmediate(done));
        finished = true;
        return true;
      },
    });
    await expect(failure).rejects.toThrow("broken");
    expect(finished).toBe(true);
  });

  it("keeps the order for any tree of stacks and any failures", async () => {
    const graphs = fc.array(fc.record({ needs: fc.array(fc.nat(20), { maxLength: 3 }), fails: fc.boolean() }), {
      maxLength: 15,
    });
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 4 }), async (graph, atOnce) => {
        // Tasks depend only on earlier ones, so there is no circle.
        const tasks = graph.map(({ needs }, index) =>
          task(`t${index}`, ...(index === 0 ? [] : needs.map((need) => `t${need % index}`))),
        );
        const failing = graph.flatMap(({ fails }, index) => (fails ? [`t${index}`] : []));
        const { started, states } = await runAll(tasks, failing, { atOnce });
        for (const { name, dependencies } of tasks) {
          const held = dependencies.some((each) => failing.includes(each) || states[each] === "skipped");
          expect(states[name]).toBe(held ? "skipped" : "ran");
          if (!held) for (const each of dependencies) expect(started.indexOf(each)).toBeLessThan(started.indexOf(name));
        }
      }),
      { numRuns: 100 },
    );
  });
});
