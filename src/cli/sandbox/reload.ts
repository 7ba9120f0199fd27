/** `sandbox reload`: makes the running sandbox read `fleet.yaml` and `nodes.yaml` again. */
import type { Command } from "commander";
import { runningSandbox } from "../../sandbox/lifecycle/find";
import { sandboxFolder, type SandboxState } from "../../sandbox/lifecycle/state-file";
import type { Reloaded } from "../../sandbox/reloaded";
import { log } from "../log";
import { program } from "../program";
import { PROJECT_FOLDER } from "../../project/folders";

export function reloadCommand(): Command {
  return program("reload", "read fleet.yaml and nodes.yaml again; what the accounts hold and what runs in them stays")
    .option("--json", "print what has changed as JSON")
    .action(async (options: { readonly json?: boolean }) => {
      const folder = sandboxFolder(PROJECT_FOLDER, process.env);
      const reloaded = await reload(folder, await runningSandbox(folder));
      if (options.json === true) console.log(JSON.stringify(reloaded, undefined, 2));
    });
}

/** Reloads the sandbox of the folder and says what has changed. @throws ConfigurationError with every fault of the files */
export async function reload(
  folder: string,
  { fleetFile, namedNodesFile }: Pick<SandboxState, "fleetFile" | "namedNodesFile">,
): Promise<Reloaded> {
  const { readSandboxFiles } = await import("./read-files");
  const { reloadSandbox } = await import("../../sandbox/lifecycle/reload");
  const { loaded, ...files } = readSandboxFiles(fleetFile, namedNodesFile);
  const reloaded = await reloadSandbox(folder, files, { loaded, namedNodesFile });
  for (const line of summary(reloaded)) log(line);
  return reloaded;
}

function summary({ added, reopened, moved, closed, edited, nodes }: Reloaded): readonly string[] {
  const changes = [
    ...lineOf("Accounts added", added),
    ...lineOf("Accounts reopened", reopened),
    ...lineOf("Accounts moved", moved),
    ...lineOf("Accounts closed", closed),
    ...lineOf("Instances that answer otherwise", nodes),
  ];
  return [
    "The sandbox has read its files again.",
    ...(changes.length > 0 ? changes : NOTHING),
    ...lineOf("Accounts that stay as callers of AWS Organizations have changed them", edited),
  ];
}

const NOTHING = ["No account was added, moved or closed, and every instance answers as before."];

function lineOf(what: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${what}: ${items.join(", ")}`];
}
