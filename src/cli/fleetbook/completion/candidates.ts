/** What may come next on a command line: commands, options, and the values of options and arguments. */
import type { Command, Option } from "commander";

/** Values by what they are; each is read only when it is needed. */
export interface Values {
  /** Accounts, by name. */
  accounts(): readonly string[];
  /** Paths of organizational units, and `root`. */
  units(): readonly string[];
  regions(): readonly string[];
  /** Names of every runbook. */
  runbooks(): readonly string[];
  stacks(): readonly string[];
  /** Ids of runs that were collected. */
  runs(): readonly string[];
  /** Names of the pages that `help` shows. */
  topics(): readonly string[];
  /** Names of the steps of a runbook; of every runbook if none is named. */
  steps(runbook: string | undefined): readonly string[];
  /** `Name=` for each parameter of a runbook. */
  parameters(runbook: string | undefined): readonly string[];
}

type ValuesOf = (values: Values, runbook: string | undefined) => readonly string[];

const OF_OPTION: Readonly<Record<string, ValuesOf>> = {
  "--account": (values) => values.accounts(),
  "--exclude-account": (values) => values.accounts(),
  "--ou": (values) => values.units(),
  "--region": (values) => values.regions(),
  "--step": (values, runbook) => values.steps(runbook),
  "--set": (values, runbook) => values.parameters(runbook),
};

const OF_ARGUMENT: Readonly<Record<string, ValuesOf>> = {
  runbook: (values) => values.runbooks(),
  runbooks: (values) => values.runbooks(),
  stack: (values) => values.stacks(),
  stacks: (values) => values.stacks(),
  id: (values) => values.runs(),
  id1: (values) => values.runs(),
  id2: (values) => values.runs(),
  topic: (values) => values.topics(),
};

/**
 * Everything that the last word may become.
 * @param words after the program's name; the last one is being typed, and may be empty
 */
export function candidates(program: Command, words: readonly string[], values: Values): readonly string[] {
  const typed = words.at(-1) ?? "";
  return next(program, words.slice(0, -1), typed, values).filter((candidate) => candidate.startsWith(typed));
}

function next(program: Command, before: readonly string[], typed: string, values: Values): readonly string[] {
  let command = program;
  let open: Option | undefined;
  const given: string[] = [];
  for (const word of before) {
    const subcommand = command.commands.find((each) => each.name() === word);
    if (open !== undefined) open = undefined;
    else if (word.startsWith("-")) open = optionOf(command, word);
    else if (subcommand !== undefined && given.length === 0) command = subcommand;
    else given.push(word);
  }
  const runbook = isOf(command, "runbook") ? given[0] : undefined;
  if (open !== undefined) return open.argChoices ?? OF_OPTION[open.long ?? ""]?.(values, runbook) ?? [];
  if (typed.startsWith("-")) return ["--help", ...command.options.flatMap(({ long }) => long ?? [])].sort();
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[given.length] ?? (last?.variadic === true ? last : undefined);
  const names = given.length === 0 ? commandsAfter(command).map((each) => each.name()) : [];
  return [...names, ...(argument?.argChoices ?? OF_ARGUMENT[argument?.name() ?? ""]?.(values, runbook) ?? [])];
}

/** The option of that word, if a value follows it as a word of its own. */
function optionOf({ options }: Command, word: string): Option | undefined {
  return options.find(({ long, short, required, optional }) => (required || optional) && [long, short].includes(word));
}

/** The commands that may follow: after `help`, those beside it. */
function commandsAfter(command: Command): readonly Command[] {
  return isOf(command, "topic") ? (command.parent?.commands ?? []) : command.commands;
}

function isOf({ registeredArguments }: Command, argument: string): boolean {
  return registeredArguments[0]?.name() === argument;
}
