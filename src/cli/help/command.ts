/** `help`, of `fleetbook` and of its `sandbox`: the page of all commands, the options of one, or a page of docs/. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { colorsFor } from "../../diagnostics/colors";
import { didYouMean } from "../../diagnostics/did-you-mean";
import { ConfigurationError } from "../../diagnostics/errors";
import { quoted } from "../../diagnostics/quoted";
import { PACKAGE_FOLDER } from "../../project/folders";
import { program } from "../program";
import { notes } from "./notes";
import { show } from "./pager";

/** The word after `help` that lists the pages. */
const TOPICS = "topics";

/** Longer lines are hard to read, however wide the terminal is. */
const MOST_COLUMNS = 100;

/** @param withoutWords what `help` alone shows */
export function helpCommand(withoutWords: "page of all commands" | "own options"): Command {
  const command = program("help", "show the help of a command, or a page of the documentation");
  return command
    .argument("[topic...]", "a command, a page, or `topics` for the list of pages")
    .addHelpText(
      "after",
      notes({
        examples: ["help topics", "help fleet-file", "help runbook simulate"],
        text: ["On a terminal, long pages go through your PAGER (default: less)."],
      }),
    )
    .action(async (words: readonly string[]) => {
      const { parent } = command;
      if (parent === null) return;
      if (words.length > 0) await showHelp(parent, words);
      else if (withoutWords === "own options") parent.outputHelp();
      else show(readFileSync(join(PACKAGE_FOLDER, "help"), "utf8"));
    });
}

async function showHelp(parent: Command, words: readonly string[]): Promise<void> {
  const [first = ""] = words;
  const topics = (await import("../../guide/topics")).topicNames();
  const called = parent.commands.find((each) => each.name() === first);
  if (called !== undefined) {
    commandOf(called, words.slice(1)).outputHelp();
    if (topics.includes(first)) console.log(`\nThe page about it: ${pathOf(parent)} help ${first}.md`);
  } else if (words.length > 1) {
    throw unknown(parent, words.join(" "), []);
  } else if (first === TOPICS) {
    show(await topicsText(parent));
  } else {
    const name = first.replace(/^docs\//, "").replace(/\.md$/, "");
    if (!topics.includes(name)) throw unknown(parent, first, topics);
    show(await pageText(name, topics));
  }
}

/** The command of these words below a command: `simulate` of `runbook`. */
function commandOf(command: Command, words: readonly string[]): Command {
  const [name, ...rest] = words;
  if (name === undefined) return command;
  const named = command.commands.find((each) => each.name() === name);
  if (named !== undefined) return commandOf(named, rest);
  const known = commandNames(command);
  throw new ConfigurationError({
    message: `${pathOf(command)} has no command ${quoted(name)}.`,
    remedy: known.length === 0 ? `Leave it out: ${pathOf(command)} has no commands.` : didYouMean(name, known),
  });
}

function unknown(parent: Command, name: string, topics: readonly string[]): ConfigurationError {
  const known = [...commandNames(parent), ...topics, TOPICS];
  return new ConfigurationError({
    message: `There is no command and no page ${quoted(name)}.`,
    remedy: didYouMean(
      name,
      known,
      `\`${pathOf(parent)} help ${TOPICS}\` lists the pages, \`${pathOf(parent)} --help\` the commands.`,
    ),
  });
}

function commandNames({ commands }: Command): readonly string[] {
  return commands.map((each) => each.name());
}

/** How the command is called: `npm run fleetbook -- runbook`. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

function columns(): number {
  return Math.min(process.stdout.columns || 80, MOST_COLUMNS);
}

async function topicsText(parent: Command): Promise<string> {
  const { topicSections } = await import("../../guide/topics");
  const { listTopics } = await import("./list-topics");
  return listTopics(topicSections(), {
    commands: commandNames(parent),
    columns: columns(),
    colors: colorsFor(process.stdout.isTTY),
    example: `${pathOf(parent)} help fleet-file`,
  });
}

async function pageText(name: string, topics: readonly string[]): Promise<string> {
  const { readPage } = await import("../../guide/topics");
  const { renderPage } = await import("./render-page");
  return renderPage(readPage(name), {
    columns: columns(),
    colors: colorsFor(process.stdout.isTTY),
    isTopic: (topic) => topics.includes(topic),
  });
}
