/** `fleetbook runbook graph`: a runbook as a Mermaid flowchart. */
import type { Command } from "commander";
import { renderGraph } from "../../../document/graph";
import { readCatalogue } from "../../../catalogue/catalogue";
import { program } from "../../program";
import { runbookNamed } from "./named";

export function graphCommand(): Command {
  return program("graph", "print a runbook as a Mermaid flowchart: steps, choices, ways of failure, ends")
    .argument("<name>", "a runbook of runbooks/")
    .action((name: string) => {
      process.stdout.write(renderGraph(runbookNamed(name, readCatalogue()).runbook.document));
    });
}
