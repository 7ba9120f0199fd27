/** `fleetbook runbook graph`: a runbook as a Mermaid flowchart. */
import type { Command } from "commander";
import { renderGraph } from "../../../document/graph";
import { readCatalogue } from "../../../catalogue/catalogue";
import { findRunbook } from "../../../catalogue/find-runbook";
import { program } from "../../program";
import { notes } from "../../help/notes";

export function graphCommand(): Command {
  return program("graph", "print a runbook as a Mermaid flowchart: steps, choices, failures, ends")
    .argument("<runbook>", "name of a runbook in runbooks/, a pulled one of Amazon's, or a file")
    .addHelpText("after", notes({ examples: ["runbook graph create-and-share-ami"] }))
    .action((nameOrFile: string) => {
      process.stdout.write(renderGraph(findRunbook(nameOrFile, readCatalogue()).runbook.document));
    });
}
