/** Collects the invented execution once: `collect-once.ts ENDPOINT ACCOUNTS FOLDER`. Prints the figures. */
import { awsReaders } from "../../src/operations/collect/aws/readers";
import { collectRun } from "../../src/operations/collect/collect-run";
import { findExecution } from "../../src/operations/collect/find-execution";
import { benchFleet } from "../fleet/bench-fleet";
import { EXECUTION } from "./invented-execution";

async function main([endpoint = "", accounts = "", folder = ""]: readonly string[]): Promise<void> {
  const fleet = benchFleet(Number(accounts));
  const credentials = () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" });
  const began = performance.now();
  const cpu = process.cpuUsage();
  const readers = await awsReaders({ fleet, credentials, endpoint });
  const found = await findExecution(fleet, readers, fleet.administratorAccount, EXECUTION);
  let instances = 0;
  await collectRun({
    fleet,
    readers,
    executions: [found],
    folder,
    onProgress: (progress) => ({ instances } = progress),
  });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, instances }));
  // Connections that are kept for further calls would hold the process.
  process.exit();
}

void main(process.argv.slice(2));
