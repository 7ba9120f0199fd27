/**
 * Measures the engine as peer/measure.js measures the peer, in a process of its own as well:
 * `measure.ts commands|scripts|scripts-at-once <seconds>` prints its figures as one line of JSON. Run it with --expose-gc.
 */
import type { AutomationDocument } from "../../src/document/model";
import { AutomationEngine } from "../../src/engine/engine";
import { checkOs } from "../../runbooks/check-os";
import { startPython } from "../../src/sandbox/python/start";
import { findBoto } from "../../src/tools/boto";
import { minimalPlatform, runOne } from "./minimal-platform";

const AT_ONCE = 8;

/** What the peer's program runs: one step, which adds one. */
const addOne: AutomationDocument = {
  schemaVersion: "0.3",
  mainSteps: [
    {
      name: "addOne",
      action: "aws:executeScript",
      isEnd: true,
      inputs: {
        Runtime: "python3.11",
        Handler: "handler",
        InputPayload: { n: 1 },
        Script: 'def handler(events, context):\n    return {"n": events["n"] + 1}\n',
      },
      outputs: [{ Name: "n", Selector: "$.Payload.n", Type: "Integer" }],
    },
  ],
};

/**
 * @param seconds of processor time: a busy machine gives few of them, and would otherwise measure how V8 warms up
 * @returns executions per second and per second of processor time, the bytes of heap that each leaves behind, and those of
 *   its record as JSON text
 */
async function commands(seconds: number) {
  const platform = minimalPlatform(checkOs.document);
  let instances = 0;
  // Another instance each time, as in a fleet: what is remembered of one execution is not all there is to the next.
  const next = (engine: AutomationEngine) =>
    runOne(engine, { InstanceId: [`i-${String((instances += 1)).padStart(17, "0")}`] });
  const warm = new AutomationEngine(platform);
  // As long as the peer's program.
  await repeat(seconds / 2, () => next(warm), processorSeconds, 50);

  const engine = new AutomationEngine(platform);
  const before = usedHeap();
  const cpu = processorSeconds();
  const { perSecond, runs } = await repeat(seconds, () => next(engine), processorSeconds, 50);
  const perCpuSecond = runs / (processorSeconds() - cpu);
  const bytesEach = (usedHeap() - before) / runs;
  return { perSecond, perCpuSecond, bytesEach, recordBytes: JSON.stringify(await next(engine)).length };
}

/** @param atOnce how many executions are under way at a time */
async function scripts(seconds: number, atOnce: number) {
  const { env } = process;
  const log = (line: string) => console.error(line);
  const python = startPython({ python: await findBoto({ env, log }), endpoint: undefined, env, log });
  try {
    const engine = new AutomationEngine(minimalPlatform(addOne, python.scripts(undefined)));
    const run = () => runOne(engine, {});
    for (let warm = 0; warm < AT_ONCE; warm += 1) await run();
    const startedAt = performance.now();
    const lines = await Promise.all(Array.from({ length: atOnce }, () => repeat(seconds, run)));
    const runs = lines.reduce((sum, line) => sum + line.runs, 0);
    return { perSecond: runs / ((performance.now() - startedAt) / 1000) };
  } finally {
    await python.stop();
  }
}

/**
 * @param now the clock that the seconds are counted by
 * @param every the clock is read once in so many runs: reading processor time takes as long as a twentieth of an execution
 */
async function repeat(seconds: number, run: () => Promise<unknown>, now = wallSeconds, every = 1) {
  const startedAt = wallSeconds();
  let runs = 0;
  for (const end = now() + seconds; runs % every !== 0 || now() < end; runs += 1) await run();
  return { runs, perSecond: runs / (wallSeconds() - startedAt) };
}

function wallSeconds(): number {
  return performance.now() / 1000;
}

/** Of this process, V8's helper threads included. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function usedHeap(): number {
  if (globalThis.gc === undefined) throw new Error("Run it with node --expose-gc.");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function main([what, seconds]: readonly string[]): Promise<void> {
  const figures =
    what === "commands"
      ? await commands(Number(seconds))
      : await scripts(Number(seconds), what === "scripts-at-once" ? AT_ONCE : 1);
  console.log(JSON.stringify(figures));
}

void main(process.argv.slice(2));
