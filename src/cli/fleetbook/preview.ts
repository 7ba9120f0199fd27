/** `fleetbook preview`: what a start would touch, take and cost, and what would go wrong. */
import type { Command } from "commander";
import { readCatalogue } from "../../catalogue/catalogue";
import { findRunbook } from "../../catalogue/find-runbook";
import { callerCredentials } from "../../rollout/aws-client";
import { interruptible } from "../../rollout/interrupt";
import { program } from "../program";
import { loadProjectFleet } from "../project";
import { log } from "../log";
import type { ExitStatus } from "../run";
import { requestOf, withRequestOptions, type RequestOptions } from "./runs/request-options";
import { notes } from "../help/notes";

interface PreviewCommandOptions extends RequestOptions {
  readonly json?: boolean;
  readonly fleet?: string;
}

export function previewCommand(): Command {
  return withRequestOptions(program("preview", "show what a start would touch, and what would go wrong; start nothing"))
    .option("--json", "print everything as one JSON object")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .addHelpText(
      "after",
      notes({
        examples: ["preview check-os", "preview check-os --ou workloads/production --json"],
        exitStatus: "0 the start would work; 1 something would fail; 2 wrong usage",
      }),
    )
    .action(async (runbook: string | undefined, options: PreviewCommandOptions) => {
      process.exitCode = await run(runbook, options);
    });
}

async function run(runbook: string | undefined, options: PreviewCommandOptions): Promise<ExitStatus> {
  const catalogue = readCatalogue();
  const fleet = loadProjectFleet(catalogue, options.fleet);
  const request = await requestOf(fleet, catalogue, runbook, options);
  const entry = findRunbook(request.documentName, catalogue);
  // Loaded here because AWS's clients take longer to load than most other commands need in total.
  const { awsPreviewReader } = await import("../../operations/preview/aws/preview-reader");
  const { preview } = await import("../../operations/preview/preview");
  const shown = await interruptible(
    () => log("stopping: nothing was started"),
    async ({ signal }) => {
      const reader = await awsPreviewReader({ fleet, credentials: callerCredentials(process.env), signal });
      return preview({ fleet, request, entry, reader });
    },
  );
  if (options.json === true) {
    const { previewData } = await import("../../operations/preview/data");
    console.log(JSON.stringify(previewData(fleet, shown), undefined, 2));
  } else {
    const { showPreview } = await import("../../operations/preview/show");
    const { isTTY, columns } = process.stdout;
    console.log(showPreview(fleet, shown, { colored: isTTY, columns: isTTY ? columns : undefined }));
  }
  return shown.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}
