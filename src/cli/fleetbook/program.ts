/** The program `fleetbook`: all commands, of which only the called one is loaded. */
import { Command } from "commander";
import { FLEETBOOK } from "../../diagnostics/called-as";
import { version } from "../../project/version";
import { program } from "../program";
import { COMMANDS, type CommandEntry } from "./commands";

/**
 * @param words the command line after the program's name. Of the commands that it does not call, there are only the names and
 *   descriptions. Default: every command is loaded
 */
export async function fleetbookProgram(words?: readonly string[]): Promise<Command> {
  const [called, asked] = words ?? [];
  // Completion looks at every command.
  const all = words === undefined || called === "completion";
  const commands = COMMANDS.map((entry) =>
    all || entry.name === called || (called === "help" && entry.name === asked)
      ? entry.load()
      : Promise.resolve(unloaded(entry)),
  );
  const fleetbook = program(FLEETBOOK, "Automation for every account of an AWS Organization.")
    .version(version(), "-V, --version", "print Fleetbook's version")
    .hook("preAction", async () => {
      const { AWS_ENDPOINT_URL: endpoint } = process.env;
      if (endpoint === undefined || !usesFleet(called)) return;
      const { sayUnloadedFiles } = await import("../sandbox/unloaded-files");
      await sayUnloadedFiles(endpoint);
    });
  for (const command of await Promise.all(commands)) fleetbook.addCommand(command);
  return fleetbook;
}

function usesFleet(called: string | undefined): boolean {
  return COMMANDS.find(({ name }) => name === called)?.usesFleet ?? true;
}

function unloaded({ name, summary }: CommandEntry): Command {
  return new Command(name).description(summary);
}
