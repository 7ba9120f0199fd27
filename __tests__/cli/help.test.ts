/** The file `help` tells what the commands can do: neither less nor more. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { demoProgram } from "../../src/cli/demo-command";
import { fleetbookProgram } from "../../src/cli/fleetbook/program";
import { sandboxProgram } from "../../src/cli/sandbox/program";

const help = readFileSync(path.resolve(__dirname, "../../help"), "utf8").split("\n");

/** The commands that do something themselves, as people call them: `npm run fleetbook -- runbook lint`. `report` does, and has `report diff`. */
function leaves(command: Command, calledAs: string): [string, Command][] {
  const doesSomething = command.commands.length === 0 || command.registeredArguments.length > 0;
  const children = command.commands.flatMap((child) => leaves(child, `${calledAs} ${child.name()}`));
  return doesSomething ? [[calledAs, command], ...children] : children;
}

/** Commands of `fleetbook` that this repository also starts with scripts of their own. */
const WITH_SCRIPTS = ["sandbox", "demo"];

let commands: ReadonlyMap<string, Command>;
/** Short names and full ones. `help` is a command of `fleetbook` and of `sandbox`. */
let calls: readonly (readonly [short: string, full: string])[];

beforeAll(async () => {
  const fleetbook = leaves(await fleetbookProgram(), "npm run fleetbook --");
  commands = new Map([
    ...leaves(demoProgram(), "npm run demo"),
    ...fleetbook.filter(([calledAs]) => !WITH_SCRIPTS.includes(shortName(calledAs).split(" ")[0] ?? "")),
    ...leaves(sandboxProgram(), "npm run sandbox --"),
  ]);
  calls = [...commands.keys()].map((calledAs) => [shortName(calledAs), calledAs] as const);
});

/** `npm run fleetbook -- runbook lint` → `runbook lint`, as the sections of the help abbreviate it. */
const shortName = (calledAs: string) => calledAs.replace(/^npm run (?:(?:fleetbook|sandbox) -- )?/, "");

/** The options that the help tells of, by command. A line without a command goes on with the one before it. */
function toldOptions(): Map<string, Set<string>> {
  const told = new Map<string, Set<string>>();
  let current: readonly string[] = [];
  for (const line of help) {
    const named = commandsIn(line);
    if (named.length > 0) current = named;
    else if (!/^ {6}/.test(line)) current = [];
    for (const command of current) {
      const options = told.get(command) ?? new Set();
      for (const [option] of line.matchAll(/--[a-z]+(?:-[a-z]+)*/g)) options.add(option);
      told.set(command, options);
    }
  }
  return told;
}

/** The commands that a line is about: the one at its beginning, or all in an enumeration of several that take an option. */
function commandsIn(line: string): readonly string[] {
  const text = line.trim().replace(/^npm run -s /, "npm run ");
  const byLength = [...calls].sort(([a], [b]) => b.length - a.length);
  const enumeration = /^(.*) take (?=--)/.exec(text)?.[1];
  if (enumeration !== undefined) {
    const names = enumeration.replaceAll(" and ", ", ").split(", ");
    return names.flatMap((name) => byLength.find(([short]) => name.replace(/^sandbox /, "") === short)?.[1] ?? []);
  }
  const found = byLength.find(([short, full]) => [short, full].some((name) => `${text} `.startsWith(`${name} `)));
  return found === undefined ? [] : [found[1]];
}

const optionsOf = (command: Command) => command.options.flatMap(({ long }) => long ?? []).sort();

describe("the help", () => {
  it("tells of every command", () => {
    expect([...toldOptions().keys()].sort()).toEqual([...commands.keys()].sort());
  });

  it("tells of each option of every command, and of no other one", () => {
    const told = toldOptions();
    const toldOf = [...commands.keys()].map((calledAs) => [calledAs, [...(told.get(calledAs) ?? [])].sort()]);
    expect(Object.fromEntries(toldOf)).toEqual(
      Object.fromEntries([...commands].map(([calledAs, command]) => [calledAs, optionsOf(command)])),
    );
  });

  it("tells of no command that there is not", () => {
    const called = help.flatMap(
      (line) => /\b(?:npm run (?:-s )?(?:fleetbook|sandbox) -- (?!runbook …)[\w-]+|^ {2}runbook \w+)/.exec(line) ?? [],
    );
    const known = [...commands.keys()].flatMap((command) => [command, shortName(command)]);
    expect(called.map((call) => call.trim().replace("-s ", "")).filter((call) => !known.includes(call))).toEqual([]);
  });
});
