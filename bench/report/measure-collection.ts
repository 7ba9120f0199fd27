/** Collecting an execution of 100 accounts at 50 ms a call: against a loop of AWS CLI calls, and against the bound. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { AT_ONCE } from "../../src/operations/collect/collect";
import type { Measurement, MeasurementContext } from "../measurement";
import { comparison, seconds, single, type Row } from "../report";
import type { Round } from "../rounds";
import { EXECUTION, REGION } from "./invented-execution";

const run = promisify(execFile);
const LATENCY = 50;
const FULL = { accounts: 100, rounds: 3 };
const QUICK = { accounts: 20, rounds: 1 };
/** Calls of the AWS CLI in a round: all of them would take minutes. */
const CLI_SAMPLE = 5;

interface Collected {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly calls: number;
}

export const measureCollection: Measurement = async (context) => {
  const { quick, log, signal } = context;
  const { accounts, rounds } = quick ? QUICK : FULL;
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-bench-"));
  const aws = await startSlowAws(accounts, context);
  try {
    const taken: (Collected & { readonly cliCall: number })[] = [];
    for (let round = 1; round <= rounds && !signal.aborted; round += 1) {
      const collected = await collectOnce(aws, accounts, join(folder, String(round)), context);
      taken.push({ ...collected, cliCall: await cliCall(aws.endpoint, context) });
      log(`Collected ${round} of ${rounds} times.`);
    }
    const figures = (theirs: (of: (typeof taken)[number]) => number): readonly Round<number, number>[] =>
      taken.map((of) => [of.seconds, theirs(of)]);
    const what = `collecting ${accounts} accounts at ${LATENCY} ms a call`;
    const calls = taken[0]?.calls ?? 0;
    return [
      comparison(
        what,
        `${calls} calls of the AWS CLI, by a sample of ${CLI_SAMPLE * taken.length}`,
        figures((of) => of.calls * of.cliCall),
        seconds,
      ),
      comparison(
        what,
        `the bound, ${calls} calls with ${AT_ONCE} at once`,
        figures((of) => (of.calls * LATENCY) / 1000 / AT_ONCE),
        seconds,
      ),
      ...processorRow(`${what}: processor time`, taken),
    ];
  } finally {
    aws.child.stdin?.end();
    await rm(folder, { recursive: true, force: true });
  }
};

function processorRow(what: string, taken: readonly Collected[]): readonly Row[] {
  const [first] = taken.map(({ cpuSeconds }) => cpuSeconds).toSorted((a, b) => a - b);
  return first === undefined ? [] : [single(what, seconds(first))];
}

interface SlowAws {
  readonly child: ChildProcess;
  readonly endpoint: string;
  /** The calls since the last time. */
  calls(): Promise<number>;
}

async function startSlowAws(accounts: number, { signal }: MeasurementContext): Promise<SlowAws> {
  const program = ["--import", "tsx", join(__dirname, "slow-aws.ts"), String(accounts), String(LATENCY)];
  const child = spawn(process.execPath, program, { stdio: ["pipe", "pipe", "inherit"], signal });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value } = (await lines.next()) as { readonly value?: string };
    if (value === undefined) throw new Error("slow-aws.ts has ended.");
    return value;
  };
  return {
    child,
    endpoint: await next(),
    calls: () => {
      child.kill("SIGUSR2");
      return next().then(Number);
    },
  };
}

async function collectOnce(
  aws: SlowAws,
  accounts: number,
  folder: string,
  { signal, env }: MeasurementContext,
): Promise<Collected> {
  const program = ["--import", "tsx", join(__dirname, "collect-once.ts"), aws.endpoint, String(accounts), folder];
  const { stdout } = await run(process.execPath, program, { signal, env });
  const { instances, ...figures } = JSON.parse(stdout) as Collected & { readonly instances: number };
  if (instances !== accounts) throw new Error(`${instances} of ${accounts} instances were collected.`);
  return { ...figures, calls: await aws.calls() };
}

/** Seconds of one call. */
async function cliCall(endpoint: string, { signal, env }: MeasurementContext): Promise<number> {
  const args = [
    "ssm",
    "describe-automation-step-executions",
    "--automation-execution-id",
    EXECUTION,
    "--max-items",
    "1",
  ];
  const began = performance.now();
  for (let call = 0; call < CLI_SAMPLE; call += 1) {
    await run("aws", [...args, "--endpoint-url", endpoint, "--region", REGION], {
      signal,
      env: { ...env, AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "secret" },
    });
  }
  return (performance.now() - began) / 1000 / CLI_SAMPLE;
}
