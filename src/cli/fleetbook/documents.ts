/** `fleetbook documents`: the commands for Amazon's public documents. */
import type { Command } from "commander";
import { program } from "../program";
import { pullCommand } from "./documents/pull";

export function documentsCommand(): Command {
  return program("documents", "pull Amazon's public documents, for the sandbox and for simulations").addCommand(
    pullCommand(),
  );
}
