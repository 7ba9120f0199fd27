/** `sandbox env`: prints shell exports that make unmodified tools work with the local organization, and the way back. */
import { Option, type Command } from "commander";
import { environment, environmentAfter, shellExports } from "../../sandbox/lifecycle/environment";
import { sandboxFolder } from "../../sandbox/lifecycle/state-file";
import { program } from "../program";
import { log } from "../log";
import { sayUnloadedFiles } from "./unloaded-files";
import { PROJECT_FOLDER } from "../../project/folders";
import { QUIET_SANDBOX } from "../../diagnostics/called-as";

interface EnvOptions {
  readonly deploy?: boolean;
  readonly account?: string;
  readonly role?: string;
  readonly unset?: boolean;
}

export function envCommand(): Command {
  return program("env", `print shell exports: eval "$(${QUIET_SANDBOX} env)"`)
    .addOption(
      new Option("-d, --deploy", "credentials that deploy the stacks: those of the management account").conflicts([
        "account",
        "role",
      ]),
    )
    .option("-a, --account <name or id>", "credentials of this account (default: the administrator account)")
    .option("-r, --role <name>", "credentials of this role of the account, as Systems Manager gets them")
    .addOption(
      new Option("-u, --unset", "unset what the sandbox has set, before you work on AWS in the same shell").conflicts([
        "deploy",
        "account",
        "role",
      ]),
    )
    .action(async ({ unset = false, ...asked }: EnvOptions) => {
      if (!unset) await sayUnloadedFiles();
      console.log(shellExports(unset ? environmentAfter(process.env) : await variables(asked)));
    });
}

function variables(asked: EnvOptions): ReturnType<typeof environment> {
  const folder = sandboxFolder(PROJECT_FOLDER, process.env);
  return environment({ folder, env: process.env, log }, asked);
}
