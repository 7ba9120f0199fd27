/** The commands of `npm run sandbox --`. */
import type { Command } from "commander";
import { helpCommand } from "../help/command";
import { program } from "../program";
import { downCommand } from "./down";
import { envCommand } from "./env";
import { reloadCommand } from "./reload";
import { statusCommand } from "./status";
import { upCommand } from "./up";
import { SANDBOX } from "../../diagnostics/called-as";

/** @param name as a program of its own, or as a command of `fleetbook` */
export function sandboxProgram(name: string = SANDBOX): Command {
  return program(name, "the local AWS organization, made from the fleet file")
    .addCommand(upCommand())
    .addCommand(downCommand())
    .addCommand(reloadCommand())
    .addCommand(statusCommand())
    .addCommand(envCommand())
    .addCommand(helpCommand("own options"));
}
