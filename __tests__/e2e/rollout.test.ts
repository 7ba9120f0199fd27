/** Applies that are killed at any moment, and two at once: the next apply always converges. */
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describeWith } from "../requires";
import { KEYS, TwoStacks } from "./rollout/two-stacks";

/** Milliseconds between two moments at which an apply is killed. */
const STEP = 80;
const MOMENTS = 20;

describeWith(["terraform", "moto_server"], "An apply", () => {
  let stacks: TwoStacks;
  let version = 0;

  beforeAll(async () => {
    stacks = await TwoStacks.start();
  });
  afterAll(() => stacks.local.stop());

  /** Kills a process, unless it has just ended. */
  const kill = (pid: number) => {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };

  const expectConverged = async () => {
    for (const key of KEYS) {
      expect(await stacks.stateOf(key)).toEqual({ versions: TwoStacks.allAt(version), locked: false });
    }
    expect(await stacks.locks()).toEqual({ named: [], all: [] });
  };

  /** Plans what is left and applies it. */
  const finish = async (synthesized: string) => {
    const results = await stacks.apply(synthesized, await stacks.plan(synthesized));
    expect(results.map(({ now, problems }) => [now, problems])).toEqual(KEYS.map(() => ["as planned", []]));
  };

  /** The process id of the Terraform that works on a stack; undefined if the apply ends without one. */
  const terraformOf = async (record: string, hasEnded: () => boolean): Promise<number | undefined> => {
    while (!hasEnded()) {
      const pid = existsSync(record) ? Number(readFileSync(record, "utf8").split("\n")[1]) : 0;
      if (pid > 0) return pid;
      await sleep(10);
    }
    return undefined;
  };

  it("makes everything the first time", async () => {
    version = 1;
    await finish(stacks.synthesize(version));
    await expectConverged();
  });

  const moments = Array.from({ length: MOMENTS }, (_, index) => ({
    victim: index % 2 === 0 ? ("Terraform" as const) : ("the runner" as const),
    key: index % 4 < 2 ? ("administrator" as const) : ("target" as const),
    after: Math.floor(index / 4) * 4 * STEP + (index % 4) * STEP,
  }));

  it.each(moments)("converges after kill -9 of $victim at work on $key, $after ms after its start", async (moment) => {
    version += 1;
    const synthesized = stacks.synthesize(version);
    const plans = await stacks.plan(synthesized);
    const { child, ended } = stacks.applyAlone(synthesized, plans);
    let over = false;
    void ended.then(() => (over = true));
    const pid = await terraformOf(stacks.runRecord(synthesized, moment.key), () => over);
    await sleep(moment.after);
    const victim = moment.victim === "Terraform" ? pid : child.pid;
    if (victim !== undefined && !over) kill(victim);
    await ended;

    // If the runner alone was killed, Terraform goes on, and its lock may go at any moment.
    if (moment.victim === "Terraform") {
      const { named, all } = await stacks.locks();
      expect(named).toEqual(all);
    }
    const again = await stacks.apply(synthesized, plans);
    const unfinished = again.filter(({ now }) => now !== "as planned");
    // A Terraform that was killed may have changed a part: that needs a new plan, and the message says so.
    expect(unfinished.filter(({ problems }) => problems.length === 0)).toEqual([]);
    if (moment.victim === "the runner") expect(unfinished).toEqual([]);
    if (unfinished.length > 0) await finish(synthesized);
    await expectConverged();
  });

  it("is refused while another one works on the stack, and says who has the lock or that the state has moved", async () => {
    version += 1;
    const [one = "", other = ""] = ["one", "other"].map((name) => stacks.synthesize(version, name));
    const [plansOfOne, plansOfOther] = [await stacks.plan(one, "plans-one"), await stacks.plan(other, "plans-other")];
    const both = await Promise.all([
      stacks.applyAlone(one, plansOfOne).ended,
      stacks.applyAlone(other, plansOfOther).ended,
    ]);
    const of = (stack: string) => both.flatMap((results) => results.filter((result) => result.stack === stack));
    const administrator = of("administrator");
    expect(administrator.map(({ now }) => now).sort()).toEqual(["as before", "as planned"]);
    const [refused] = administrator.filter(({ now }) => now === "as before");
    expect(refused?.problems[0]?.message).toMatch(/^The state has (been locked by \S+@\S+ since|moved since)/);
    await finish(stacks.synthesize(version));
    await expectConverged();
  });
});
