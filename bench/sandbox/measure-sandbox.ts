/**
 * `sandbox up` for organizations of any size, with the memory of its two processes, and what the gateway adds to a request:
 * DescribeVpcs of one account through the gateway, against the same request to moto alone.
 */
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperationError } from "../../src/diagnostics/errors";
import { down } from "../../src/sandbox/lifecycle/background";
import { environment } from "../../src/sandbox/lifecycle/environment";
import { runningSandbox } from "../../src/sandbox/lifecycle/find";
import type { Measurement, MeasurementContext } from "../measurement";
import { residentMemory } from "../processes";
import { comparison, milliseconds, seconds, single, size, type Row } from "../report";
import { inTurns } from "../rounds";
import { timeCommand } from "../rollout/command";
import { writeFleetFile } from "../rollout/fleet-file";

const FULL = { organizations: [4, 100, 1000], rounds: 5, requests: 200 };
const QUICK = { organizations: [4, 100], rounds: 1, requests: 50 };
const REPOSITORY = join(__dirname, "../..");

export const measureSandbox: Measurement = async (context) => {
  const { organizations } = context.quick ? QUICK : FULL;
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-bench-"));
  const sandbox = join(folder, "sandbox");
  await mkdir(sandbox);
  const rows: Row[] = [];
  try {
    for (const accounts of organizations) {
      await down(sandbox);
      rows.push(...(await upWith(accounts, { folder, sandbox }, context)));
      context.log(`A sandbox of ${accounts} accounts is up.`);
    }
    return [...rows, await requestCost(sandbox, context)];
  } finally {
    await down(sandbox);
    await rm(folder, { recursive: true, force: true });
  }
};

interface Place {
  readonly folder: string;
  readonly sandbox: string;
}

async function upWith(accounts: number, { folder, sandbox }: Place, context: MeasurementContext): Promise<Row[]> {
  const file = join(folder, "fleet.yaml");
  await writeFleetFile(file, { memberAccounts: accounts - 1, ec2Targets: false });
  const command = [process.execPath, "--import", "tsx", "src/cli/sandbox.ts", "up", "--detach", "--fleet", file];
  const env = { ...context.env, FLEETBOOK_SANDBOX: sandbox };
  const taken = await timeCommand(command, { folder: REPOSITORY, env, signal: context.signal });
  const { gateway, moto } = await runningSandbox(sandbox);
  const what = `sandbox up with ${accounts.toLocaleString("en")} accounts`;
  return [
    single(what, seconds(taken.seconds)),
    single(`${what}: memory of the gateway`, size(await residentMemory(gateway.pid))),
    single(`${what}: memory of moto`, size(await residentMemory(moto?.pid ?? 0))),
  ];
}

async function requestCost(sandbox: string, { quick, env, log, signal }: MeasurementContext): Promise<Row> {
  const { rounds, requests } = quick ? QUICK : FULL;
  const { endpoint, homeRegion: region, moto } = await runningSandbox(sandbox);
  if (moto === undefined) throw new OperationError({ message: "The sandbox has no moto.", remedy: "Try again." });
  const variables = await environment({ folder: sandbox, env, log }, { deploy: true });
  const credentials = {
    accessKeyId: variables.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: variables.AWS_SECRET_ACCESS_KEY ?? "",
  };
  const gateway = new EC2Client({ region, endpoint, credentials });
  // The types of Agent lack `socketPath`, which it passes to net.connect.
  const httpAgent = new Agent({ socketPath: join(moto.socketFolder, "moto.sock") } as ConstructorParameters<
    typeof Agent
  >[0]);
  const alone = new EC2Client({ region, endpoint: "http://localhost", credentials, requestHandler: { httpAgent } });
  const each = async (client: EC2Client): Promise<number> => {
    const startedAt = performance.now();
    for (let count = 0; count < requests; count++) await client.send(new DescribeVpcsCommand({}));
    return (performance.now() - startedAt) / requests;
  };
  // The first request makes the account.
  for (const client of [gateway, alone]) await client.send(new DescribeVpcsCommand({}));
  const taken = await inTurns(
    rounds,
    () => each(gateway),
    () => each(alone),
    signal,
  );
  return comparison("a request through the gateway", "moto alone", taken, milliseconds);
}
