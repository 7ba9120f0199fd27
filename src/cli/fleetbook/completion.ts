/** `fleetbook completion`: a script for the shell, and the words that the script asks for. */
import { Argument, type Command } from "commander";
import { notes } from "../help/notes";
import { program } from "../program";
import { candidates } from "./completion/candidates";
import { SCRIPTS, SHELLS, type Shell } from "./completion/scripts";
import { projectValues } from "./completion/values";
import { QUIET_FLEETBOOK } from "../../diagnostics/called-as";

export function completionCommand(): Command {
  const command = program("completion", "print a script that completes commands, options, runbooks, accounts and units")
    .addArgument(new Argument("<shell>", "the shell that reads it").choices(SHELLS))
    .argument("[words...]", "a command line so far, after --: print what fits its last word (the script asks so)")
    .addHelpText(
      "after",
      notes({ text: [`In bash, \`fleetbook\` completes after\n  eval "$(${QUIET_FLEETBOOK} completion bash)"`] }),
    );
  return command.action((shell: Shell, words: readonly string[]) => {
    const { parent } = command;
    if (words.length === 0 || parent === null) process.stdout.write(SCRIPTS[shell]);
    else for (const word of candidates(parent, words, projectValues())) console.log(word);
  });
}
