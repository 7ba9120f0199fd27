/** Synthesis of a large fleet, against a bare CDKTF app with the same mix of resources. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measurement, MeasurementContext } from "../measurement";
import { comparison, milliseconds, seconds, single, size } from "../report";
import { inTurns, median, type Round } from "../rounds";
import { timeCommand, type CommandFigures } from "./command";
import { writeFleetFile } from "./fleet-file";

const PROJECT = join(__dirname, "../..");
const FULL = { accounts: 1000, rounds: 3 };
const QUICK = { accounts: 50, rounds: 1 };

interface Synthesized extends CommandFigures {
  readonly resources: number;
  /** Bytes. */
  readonly memory: number;
  readonly stacks: number;
}

export const measureSynth: Measurement = async (context) => {
  const { accounts, rounds } = context.quick ? QUICK : FULL;
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-bench-"));
  try {
    const fleetFile = join(folder, "fleet.yaml");
    await writeFleetFile(fleetFile, { memberAccounts: accounts, ec2Targets: true });
    const ours = () => synthesized(["main.ts"], join(folder, "ours"), { FLEETBOOK_FLEET: fleetFile }, context);
    const bare = [join(__dirname, "bare-app.ts"), String(accounts)];
    const theirs = () => synthesized(bare, join(folder, "bare"), {}, context);
    const taken = await inTurns(rounds, ours, theirs, context.signal);
    const of = (figure: (of: Synthesized) => number): readonly Round<number, number>[] =>
      taken.map(([one, other]) => [figure(one), figure(other)]);
    const what = `synth of ${accounts.toLocaleString("en")} accounts`;
    const typical = (figure: (of: Synthesized) => number): number => median(taken.map(([one]) => figure(one)));
    const [first] = taken;
    const resources = first?.[0].resources ?? 0;
    const peer = `bare cdktf, ${(first?.[1].resources ?? 0).toLocaleString("en")} resources`;
    return [
      comparison(
        `${what}, for each of ${resources.toLocaleString("en")} resources`,
        peer,
        of(perResource),
        milliseconds,
      ),
      comparison(`${what}: processor time for each resource`, peer, of(cpuPerResource), milliseconds),
      comparison(
        `${what}: memory`,
        "bare cdktf",
        of(({ memory }) => memory),
        size,
      ),
      single(
        `${what}, ${(first?.[0].stacks ?? 0).toLocaleString("en")} stacks`,
        seconds(typical((one) => one.seconds)),
      ),
      single(`${what}: processor time`, seconds(typical((one) => one.cpuSeconds))),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const perResource = ({ seconds: taken, resources }: Synthesized): number => (taken * 1000) / resources;
const cpuPerResource = ({ cpuSeconds, resources }: Synthesized): number => (cpuSeconds * 1000) / resources;

/** Both run as `cdktf.json` runs the app: through the same loader. */
async function synthesized(
  program: readonly string[],
  output: string,
  variables: NodeJS.ProcessEnv,
  { env, log, signal }: MeasurementContext,
): Promise<Synthesized> {
  const loader = ["--import", "tsx", "--import", join(__dirname, "print-memory.ts")];
  const figures = await timeCommand([process.execPath, ...loader, ...program], {
    ...{ folder: PROJECT, signal, env: { ...env, ...variables, CDKTF_OUTDIR: output } },
  });
  const memory = Number(figures.stdout.trim().split("\n").at(-1));
  const stacks = await readdir(join(output, "stacks"));
  const counts = await Promise.all(stacks.map((stack) => resourcesIn(join(output, "stacks", stack, "cdk.tf.json"))));
  await rm(output, { recursive: true });
  log(
    `Synthesized ${stacks.length} stacks with ${program[0]?.split("/").at(-1) ?? ""} in ${seconds(figures.seconds)}.`,
  );
  return { ...figures, memory, stacks: stacks.length, resources: counts.reduce((sum, count) => sum + count, 0) };
}

type Blocks = Readonly<Record<string, object>>;

async function resourcesIn(file: string): Promise<number> {
  const { resource = {}, data = {} } = JSON.parse(await readFile(file, "utf8")) as { resource?: Blocks; data?: Blocks };
  return [...Object.values(resource), ...Object.values(data)].reduce((sum, all) => sum + Object.keys(all).length, 0);
}
