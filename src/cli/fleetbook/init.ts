/** `fleetbook init`: a new project, with a fleet file, a runbook, a test and the workflows. */
import { relative, resolve } from "node:path";
import type { Command } from "commander";
import { ConfigurationError } from "../../diagnostics/errors";
import type { FleetChoice, OwnIds } from "../../init/answers";
import { interruptible } from "../../rollout/interrupt";
import { answerTo, hasTerminal } from "../confirm";
import { log } from "../log";
import { program } from "../program";
import { each } from "./report/formats";
import { notes } from "../help/notes";

type InitOptions = Partial<Omit<OwnIds, "accounts">> & {
  readonly account: readonly string[];
  readonly example?: boolean;
};

export function initCommand(): Command {
  return program("init", "write a new project into a folder: fleet file, runbook, test, workflows")
    .argument("<dir>", "a new or an empty folder")
    .option("--example", "with the example's fleet, to try on this machine")
    .option("--organization <id>", "id of your organization (o-…)")
    .option("--root <id>", "id of its root (r-…)")
    .option("--management <id>", "id of its management account")
    .option("--region <name>", "the home Region, which has the states and the executions")
    .option("--reader <principal>", "who collects results: role/NAME or user/NAME of the management account")
    .option("--account <name=id>", "a member account; repeat it for several", each, [])
    .addHelpText(
      "after",
      notes({
        examples: ["init my-fleet --example"],
        text: ["Without options it asks, if somebody is at the terminal."],
      }),
    )
    .action(async (dir: string, options: InitOptions) => {
      await init(dir, options);
    });
}

async function init(dir: string, options: InitOptions): Promise<void> {
  const { refuseUnlessEmpty, writeProject } = await import("../../init/write-project");
  const folder = resolve(dir);
  await refuseUnlessEmpty(folder);
  const files = await writeProject(folder, await fleetChoice(options));
  for (const file of files) log(`wrote ${relative(process.cwd(), resolve(folder, file))}`);
  const enter = folder === process.cwd() ? "" : `  cd ${dir}\n`;
  console.log(`The project is ready. Next:\n${enter}  npm install\n  npm run demo\n  npm test`);
}

async function fleetChoice({ example, account: accounts, ...given }: InitOptions): Promise<FleetChoice> {
  const { QUESTIONS } = await import("../../init/answers");
  const names = Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[];
  const unanswered = names.filter((name) => given[name] === undefined);
  if (example === true) {
    if (unanswered.length === names.length && accounts.length === 0) return "example";
    throw new ConfigurationError({
      place: "--example",
      message: "The example has an organization of its own.",
      remedy: "Leave out --example, or the ids.",
    });
  }
  if (unanswered.length > 0 && !hasTerminal()) {
    throw new ConfigurationError({
      message: `Nobody is at the terminal to be asked for ${unanswered.map((name) => QUESTIONS[name].option).join(", ")}.`,
      remedy: "Give these options, or --example.",
    });
  }
  return interruptible(
    () => log("stopping: nothing was written"),
    async ({ signal }) => {
      const answers = new Map<string, string>();
      for (const name of names) answers.set(name, given[name] ?? (await answerTo(`${QUESTIONS[name].asks}: `, signal)));
      const value = (name: string) => answers.get(name) ?? "";
      return {
        ...{ organization: value("organization"), root: value("root"), management: value("management") },
        ...{ region: value("region"), reader: value("reader"), accounts },
      };
    },
  );
}
