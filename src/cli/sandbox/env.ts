/** `sandbox env`: prints shell exports that make unmodified tools work with the local organization. */
import type { Command } from "commander";
import { environment, shellExports } from "../../sandbox/lifecycle/environment";
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { program } from "../program";
import { log, PROJECT_FOLDER } from "../project";

interface EnvOptions {
  readonly account?: string;
  readonly role?: string;
}

export function envCommand(): Command {
  return program("env", 'print shell exports: eval "$(npm run -s sandbox -- env)"')
    .option("-a, --account <name or id>", "credentials of this account (default: the administrator account)")
    .option("-r, --role <name>", "credentials of this role of the account, as Systems Manager gets them")
    .addHelpText(
      "after",
      "\nStacks are deployed from the management account. If another account is the administrator account,\nuse --account with the management account's name before `cdktf deploy`.",
    )
    .action(async ({ account, role }: EnvOptions) => {
      const folder = sandboxFolder(PROJECT_FOLDER, process.env);
      console.log(shellExports(await environment({ folder, env: process.env, log }, { account, role })));
    });
}
