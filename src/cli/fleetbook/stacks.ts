/** `fleetbook stacks`: every stack of the fleet and every state in its buckets. */
import type { Command } from "commander";
import { releaseCommandLine } from "../../rollout/locks/unlock";
import { outsiderProblem } from "../../rollout/outsiders";
import { stackStates, type StackState, type StackStatus } from "../../rollout/stack-states";
import type { Fleet } from "../../fleet/model";
import { readCatalogue } from "../../catalogue/catalogue";
import { formatProblems } from "../format-problems";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import type { ExitStatus } from "../run";
import { table } from "../table";
import { FLEETBOOK } from "../../diagnostics/called-as";

/** What to do about the stacks with a status. */
const ADVICE: Partial<Record<StackStatus, string>> = {
  "trusts a deleted role":
    "deploy administrator, and then these: IAM trusts a role that was created anew only once the policy is written again",
  "to be emptied": "deploy it once more: that destroys its resources",
  "left behind": "put its account or setting back into fleet.yaml and retire it: docs/leave.md",
  "old key": `move it: ${FLEETBOOK} bootstrap`,
  "no bucket": `create the bucket: ${FLEETBOOK} bootstrap`,
};

export function stacksCommand(): Command {
  return program("stacks", "show every stack and every state: deployed, never deployed, left behind, locked")
    .option("--json", "print it as JSON")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .action(async (options: { readonly json?: boolean; readonly fleet?: string }) => {
      process.exitCode = await stacks(options);
    });
}

async function stacks({
  json,
  fleet: file,
}: {
  readonly json?: boolean;
  readonly fleet?: string;
}): Promise<ExitStatus> {
  const fleet = loadProjectFleet(readCatalogue(), file);
  const { stacks: found, outsiders, problems } = await stackStates(fleet, process.env);
  if (json === true) {
    const withRelease = found.map((each) =>
      each.lock === undefined ? each : { ...each, release: releaseCommandLine(fleet, each, each.lock.id) },
    );
    console.log(JSON.stringify({ stacks: withRelease, outsiders, problems }, undefined, 2));
  } else {
    console.log(table(["stack", "status", "resources", "serial", "last change"], found.map(row)));
    for (const line of [...found.flatMap((each) => lockLine(fleet, each)), ...adviceLines(found)]) console.log(line);
    for (const outsider of outsiders) {
      const { message, remedy } = outsiderProblem(outsider);
      console.log(`left behind: ${message} ${remedy}`);
    }
    if (problems.length > 0) console.error(formatProblems(problems));
  }
  return problems.length > 0 ? 1 : 0;
}

function row({ stack, status, resources, serial, changed, lock }: StackState): readonly string[] {
  return [
    stack,
    lock === undefined ? status : `${status}, locked`,
    resources === undefined ? "" : String(resources),
    serial === undefined ? "" : String(serial),
    changed === undefined ? "" : minute(changed),
  ];
}

function lockLine(fleet: Fleet, state: StackState): readonly string[] {
  const { stack, lock } = state;
  if (lock === undefined) return [];
  const operation = lock.operation.replace("OperationType", "").toLowerCase();
  return [
    `${stack} is locked by ${lock.who} since ${minute(lock.created)} (${operation}). If that run is dead: ${releaseCommandLine(fleet, state, lock.id)}`,
  ];
}

/** One line for each status that needs something to be done. */
function adviceLines(found: readonly StackState[]): readonly string[] {
  return (Object.entries(ADVICE) as [StackStatus, string][]).flatMap(([status, advice]) => {
    const names = found.filter((each) => each.status === status).map(({ stack }) => stack);
    return names.length === 0 ? [] : [`${status} (${names.join(", ")}): ${advice}`];
  });
}

/** `2026-11-29 14:05Z` */
function minute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")}Z`;
}
