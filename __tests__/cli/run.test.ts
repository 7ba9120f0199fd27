import { CommanderError } from "commander";
import { run } from "../../src/cli/run";
import { parseSource } from "../../src/document/parse";
import { ConfigurationError, InterruptedError, OperationError } from "../../src/diagnostics/errors";

describe("a command", () => {
  const exitCode = process.exitCode;
  const printed: string[] = [];
  beforeEach(() => {
    printed.length = 0;
    process.exitCode = undefined;
    jest.spyOn(console, "error").mockImplementation((line: string) => printed.push(line));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = exitCode;
  });

  const problem = { place: "here", message: "It is wrong.", remedy: "Correct it." };
  const failing = (error: Error) => () => {
    throw error;
  };

  it.each([
    ["0 when it is done", () => undefined, 0],
    ["what it returns", () => 1 as const, 1],
    ["2 for a wrong configuration", failing(new ConfigurationError(problem)), 2],
    ["2 for a runbook that cannot be read", () => void parseSource("- a\n", "list.yaml"), 2],
    ["1 for work that failed", failing(new OperationError(problem)), 1],
    ["130 for an interruption", failing(new InterruptedError("Stopped.")), 130],
    ["2 for wrong usage", failing(new CommanderError(1, "commander.unknownOption", "unknown option")), 2],
    ["0 for help that was asked for", failing(new CommanderError(0, "commander.helpDisplayed", "help")), 0],
    ["1 for an unexpected error", failing(new Error("boom")), 1],
  ])("ends with exit status %s", async (_what, command, status) => {
    await run(command);
    expect(process.exitCode).toBe(status);
  });

  it("continues after the reader of its output has stopped reading", async () => {
    await run(() => {
      const closed = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
      process.stdout.emit("error", closed);
    });
    expect(process.exitCode).toBe(0);
    expect(printed).toEqual([]);
  });

  it("is not run if the environment has a setting that nothing reads", async () => {
    process.env.FLEETBOOK_FLET = "other.yaml";
    const command = jest.fn();
    await run(command).finally(() => delete process.env.FLEETBOOK_FLET);
    expect(command).not.toHaveBeenCalled();
    expect(process.exitCode).toBe(2);
    expect(printed[0]).toContain('Did you mean "FLEETBOOK_FLEET"?');
  });

  it("prints problem and remedy without a stack trace", async () => {
    await run(failing(new OperationError(problem)));
    expect(printed).toEqual(["error  here  It is wrong.\n       Correct it."]);
  });
});
