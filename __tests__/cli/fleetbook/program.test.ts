import { COMMANDS } from "../../../src/cli/fleetbook/commands";
import { fleetbookProgram } from "../../../src/cli/fleetbook/program";
import { sandboxProgram } from "../../../src/cli/sandbox/program";
import { demoProgram } from "../../../src/cli/demo-command";
import { version } from "../../../src/project/version";

describe("the program fleetbook", () => {
  it("lists each command with the command's own name and description", async () => {
    const loaded = await Promise.all(COMMANDS.map(({ load }) => load()));
    expect(COMMANDS.map(({ name, summary }) => [name, summary])).toEqual(
      loaded.map((command) => [command.name(), command.description()]),
    );
  });

  it("loads the called command and no other one", async () => {
    const { commands } = await fleetbookProgram(["stop", "--help"]);
    expect(commands.filter(({ options }) => options.length > 0).map((command) => command.name())).toEqual(["stop"]);
    expect(commands.map((command) => command.name())).toEqual(COMMANDS.map(({ name }) => name));
  });

  it("has the sandbox and the demo as well, which this repository also starts with scripts of their own", async () => {
    const { commands } = await fleetbookProgram();
    const named = new Map(commands.map((command) => [command.name(), command]));
    const parts = (of: typeof demoProgram | typeof sandboxProgram) => of().commands.map((command) => command.name());
    expect(named.get("sandbox")?.commands.map((command) => command.name())).toEqual(parts(sandboxProgram));
    expect(named.get("demo")?.options.map(({ long }) => long)).toEqual(demoProgram().options.map(({ long }) => long));
  });

  it("knows its version", async () => {
    expect((await fleetbookProgram([])).version()).toBe(version());
    expect(version()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
