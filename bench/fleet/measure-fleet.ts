/**
 * check-os over a whole fleet, through the API of a sandbox. Nothing else does this on one machine, so it is compared with
 * its floor: the same commands on the same nodes without executions, accounts, policies and requests around them.
 */
import {
  GetAutomationExecutionCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  type AutomationExecution,
} from "@aws-sdk/client-ssm";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { OperationError } from "../../src/diagnostics/errors";
import { administrationRoleArn } from "../../src/fleet/names";
import { checkOs } from "../../runbooks/check-os";
import { MachineShells } from "../../src/sandbox/machines/machine-shells";
import type { Measurement } from "../measurement";
import { residentMemory } from "../processes";
import { comparison, perSecond, seconds, single, size } from "../report";
import { inTurns, median } from "../rounds";
import { benchFleet } from "./bench-fleet";
import { startBenchSandbox, type BenchSandbox } from "./bench-sandbox";
import { furnish } from "./furnish";
import { nodeOf, runSameCommands, STEPS } from "./same-commands";

const FULL = { accounts: 20, instancesEach: 10, rounds: 3 };
const QUICK = { accounts: 4, instancesEach: 5, rounds: 1 };
/** Milliseconds; it asks the process that it measures. */
const POLL = 100;

export const measureFleet: Measurement = async ({ quick, signal, log, env }) => {
  const { accounts, instancesEach, rounds } = quick ? QUICK : FULL;
  // Every command listens to it.
  setMaxListeners(0, signal);
  const startedAt = performance.now();
  const sandbox = await startBenchSandbox(benchFleet(accounts), { env, log });
  const shells = new MachineShells();
  try {
    const instances = await furnish(sandbox, instancesEach);
    const setUp = since(startedAt);
    const nodes = instances.map((instance) => nodeOf(instance, sandbox.fleet));
    const floor = () => timed(() => runSameCommands(shells, nodes, signal));
    const run = () => timed(() => runCheckOs(sandbox, signal));
    log(`${instances.length} instances in ${accounts} accounts are ready after ${seconds(setUp)}.`);
    // The first time the nodes are set up, which is not counted below.
    const [[first] = [0]] = await inTurns(1, run, floor, signal);
    const taken = await inTurns(rounds, run, floor, signal);
    const typical = median(taken.map(([ours]) => ours));
    const what = `check-os on ${instances.length} instances`;
    return [
      comparison(`${what} in ${accounts} accounts`, "the same commands alone", taken, seconds),
      single(`${what}: executions`, perSecond(instances.length / typical)),
      single(`${what}: steps`, perSecond((instances.length * STEPS.length) / typical)),
      single(`${what}: the first run`, seconds(first)),
      single(`${what}: setting up before`, seconds(setUp)),
      single(`${what}: memory of this process`, size(process.memoryUsage().rss)),
      single(`${what}: memory of moto`, size(await residentMemory(sandbox.motoPid))),
    ];
  } finally {
    await shells.stop();
    await sandbox.stop();
  }
};

/** Started from the administrator account over the root, everywhere at once. @throws OperationError if a step fails */
async function runCheckOs({ fleet, access }: BenchSandbox, signal: AbortSignal): Promise<void> {
  const ssm = new SSMClient(await access(fleet.administratorAccount));
  const { AutomationExecutionId } = await ssm.send(
    new StartAutomationExecutionCommand({
      DocumentName: checkOs.name,
      Parameters: { AutomationAssumeRole: [administrationRoleArn(fleet)] },
      TargetParameterName: "InstanceId",
      Targets: [{ Key: "AWS::EC2::Instance", Values: ["*"] }],
      MaxConcurrency: "100%",
      MaxErrors: "0",
      TargetLocations: [
        {
          Accounts: [fleet.organization.rootId],
          ExcludeAccounts: [fleet.managementAccount.id],
          Regions: [fleet.homeRegion],
          TargetLocationMaxConcurrency: "100%",
          TargetLocationMaxErrors: "0",
        },
      ],
    }),
  );
  let execution: AutomationExecution | undefined;
  do {
    await sleep(POLL, undefined, { signal });
    ({ AutomationExecution: execution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId })));
  } while (execution?.ExecutionEndTime === undefined);
  if (execution.AutomationExecutionStatus === "Success") return;
  throw new OperationError({
    place: checkOs.name,
    message: `The execution ended as ${execution.AutomationExecutionStatus}: ${execution.FailureMessage ?? ""}`,
    remedy: "A step takes at most 10 seconds; measure on a machine with less to do.",
  });
}

/** @returns seconds */
async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return since(startedAt);
}

function since(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
