/** `npm run bench [name…]`: measures and prints a table of ratios. It asserts nothing; the reader judges the ratios. */
import { Argument, Command } from "commander";
import { cpus, loadavg } from "node:os";
import { stopSignal } from "../src/sandbox/lifecycle/start";
import { measureEngine, measureScripts } from "./engine/measurements";
import { measureFleet } from "./fleet/measure-fleet";
import type { Measurement } from "./measurement";
import { markdownTable, type Row } from "./report";
import { measureCollection } from "./report/measure-collection";
import { measureMemory } from "./report/measure-memory";
import { measurePage } from "./report/measure-page";
import { measurePlans } from "./rollout/measure-plans";
import { measureSynth } from "./rollout/measure-synth";
import { measureSandbox } from "./sandbox/measure-sandbox";

const MEASUREMENTS: Readonly<Record<string, readonly Measurement[]>> = {
  engine: [measureEngine],
  scripts: [measureScripts],
  fleet: [measureFleet],
  sandbox: [measureSandbox],
  report: [measureCollection, measureMemory, measurePage],
  rollout: [measureSynth, measurePlans],
};

// The pinned AWS SDK runs on Node 20. It warns that later versions will not, and users cannot act on that.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

void new Command("npm run bench --")
  .description("Measures Fleetbook against its peers and prints a table in Markdown. docs/bench.md explains it.")
  .addArgument(new Argument("[names...]", "what to measure (default: all)").choices(Object.keys(MEASUREMENTS)))
  .option("--quick", "fewer rounds and a smaller fleet")
  .option("--full", "peers whole, where a sample is the default (rollout)")
  .action((names: readonly string[], options: Options) => bench(names, options))
  .parseAsync();

interface Options {
  readonly quick?: boolean;
  readonly full?: boolean;
}

async function bench(names: readonly string[], { quick = false, full = false }: Options): Promise<void> {
  const signal = stopSignal();
  const rows: Row[] = [];
  const chosen = (names.length > 0 ? names : Object.keys(MEASUREMENTS)).flatMap((name) =>
    (MEASUREMENTS[name] ?? []).map((measure) => ({ name, measure })),
  );
  for (const { name, measure } of chosen) {
    log(`Measuring ${name}. Load average: ${load()}.`);
    try {
      rows.push(...(await measure({ quick, full, signal, log, env: process.env })));
    } catch (error) {
      // The earlier measurements are still printed.
      process.exitCode = signal.aborted ? 130 : 1;
      log(signal.aborted ? "Interrupted." : `${name}: ${error instanceof Error ? error.message : String(error)}`);
      if (signal.aborted) break;
    }
  }
  const [cpu] = cpus();
  if (rows.length === 0) return;
  console.log(markdownTable(rows));
  console.log(`\n${cpus().length} × ${cpu?.model ?? "?"}, Node ${process.versions.node}, load average ${load()}`);
}

/** Over one, five and fifteen minutes. */
function load(): string {
  return loadavg()
    .map((average) => average.toFixed(1))
    .join(", ");
}

function log(line: string): void {
  console.error(line);
}
