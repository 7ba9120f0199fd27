/** `fleetbook runs`: the runs that were started on this machine. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { counted } from "../../diagnostics/counted";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { fittingWidths, table } from "../table";
import { runsFolder } from "./report/run-of";
import { FLEETBOOK } from "../../diagnostics/called-as";

interface RunsCommandOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly fleet?: string;
}

export function runsCommand(): Command {
  return program("runs", "list the runs that were started on this machine, with totals")
    .option("--json", "print them as JSON")
    .option("--out <dir>", "where runs are kept (default: out/runs)")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .action(async ({ json = false, out, fleet: file }: RunsCommandOptions) => {
      const { listRuns } = await import("../../operations/runs/list");
      const fleet = loadProjectFleet(readCatalogue(), file);
      const runs = await listRuns(runsFolder(out), fleet.organization.id);
      if (json) console.log(JSON.stringify(runs, undefined, 2));
      else if (runs.length === 0) console.log(`No run was started here. ${FLEETBOOK} start starts one.`);
      else {
        const rows = runs.map(({ runId, document, status, accounts, totals }) => [
          runId,
          document,
          status,
          `${counted(accounts, "account")}; ${totals === undefined ? "not collected" : statuses(totals.statuses)}`,
        ]);
        const head = ["run", "runbook", "status", "instances"];
        console.log(table(head, rows, fittingWidths(head, rows, process.stdout.columns || 80)));
      }
    });
}

function statuses(counts: Readonly<Record<string, number>>): string {
  const texts = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
  return texts.length === 0 ? "none" : texts.join(", ");
}
