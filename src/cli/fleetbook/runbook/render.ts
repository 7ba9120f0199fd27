/** `fleetbook runbook render`: the document that is deployed, or the same document in the other format. */
import { Option, type Command } from "commander";
import type { AutomationDocument } from "../../../document/model";
import { renderJson, renderYaml } from "../../../document/render";
import { readCatalogue } from "../../../catalogue/catalogue";
import { findRunbook } from "../../../catalogue/find-runbook";
import { program } from "../../program";
import { notes } from "../../help/notes";

export function renderCommand(): Command {
  return program("render", "print a runbook's document")
    .argument("<runbook>", "name of a runbook in runbooks/, a pulled one of Amazon's, or a file")
    .addOption(new Option("--format <format>", "YAML or JSON (default: as it is deployed)").choices(["yaml", "json"]))
    .addHelpText("after", notes({ examples: ["runbook render check-os"] }))
    .action((nameOrFile: string, { format }: { readonly format?: "yaml" | "json" }) => {
      const { content, runbook } = findRunbook(nameOrFile, readCatalogue());
      process.stdout.write(rendered(content, runbook.document, format));
    });
}

function rendered(content: string, document: AutomationDocument, format: "yaml" | "json" | undefined): string {
  switch (format) {
    case undefined:
      return content;
    case "yaml":
      return renderYaml(document);
    case "json":
      return renderJson(document);
  }
}
