import type { Command } from "commander";
import { notes } from "../../../src/cli/help/notes";
import { demoProgram } from "../../../src/cli/demo-command";
import { fleetbookProgram } from "../../../src/cli/fleetbook/program";
import { FLEETBOOK, SANDBOX } from "../../../src/diagnostics/called-as";
import { sandboxProgram } from "../../../src/cli/sandbox/program";

const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];

/** What `--help` of a command prints on a terminal of 80 columns. */
function helpOf(command: Command): string {
  let printed = "";
  command.configureOutput({ writeOut: (text) => (printed += text), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return printed;
}

let helps: readonly string[];
let fleetbook: Command;
let sandbox: Command;
beforeAll(async () => {
  [fleetbook, sandbox] = [await fleetbookProgram(), sandboxProgram()];
  helps = [fleetbook, sandbox, demoProgram()].flatMap(all).map(helpOf);
});

describe("the help of every command", () => {
  it("fits 80 columns", () => {
    const lines = helps.flatMap((help) => help.split("\n").filter((line) => !/^( {2}|Usage: )npm run/.test(line)));
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("has examples that exist, with all of their options", () => {
    const examples = helps.flatMap((help) => help.split("\n").filter((line) => /^ {2}npm run/.test(line)));
    expect(examples.length).toBeGreaterThan(25);
    for (const example of examples) {
      const program = example.includes(SANDBOX) ? sandbox : fleetbook;
      const words = example
        .trim()
        .slice(program.name().length + 1)
        .split(" ");
      const path = words.reduce<Command>((at, word) => at.commands.find((each) => each.name() === word) ?? at, program);
      const options = words.filter((word) => word.startsWith("--"));
      expect(path).not.toBe(program);
      expect(path.options.map(({ long }) => long)).toEqual(expect.arrayContaining(options));
    }
  });
});

describe("the notes of a command", () => {
  it("are examples, text and exit status, wrapped", () => {
    const text = notes({ examples: ["plan"], text: ["word ".repeat(20).trim()], exitStatus: "0 planned; 1 not" })();
    expect(text).toBe(
      `\nExamples:\n  ${FLEETBOOK} plan\n\n${"word ".repeat(16).trim()}\n${"word ".repeat(4).trim()}\n\nExit status: 0 planned; 1 not.`,
    );
  });
});
