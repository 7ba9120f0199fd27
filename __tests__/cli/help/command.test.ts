import { fleetbookProgram } from "../../../src/cli/fleetbook/program";
import { sandboxProgram } from "../../../src/cli/sandbox/program";
import { ConfigurationError } from "../../../src/diagnostics/errors";

/** What a call prints on stdout. */
async function printed(call: () => Promise<unknown>): Promise<string> {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const log = jest.spyOn(console, "log").mockImplementation((text: string) => void written.push(`${text}\n`));
  try {
    await call();
  } finally {
    write.mockRestore();
    log.mockRestore();
  }
  return written.join("");
}

const help = (...words: readonly string[]) =>
  printed(async () => (await fleetbookProgram(["help", ...words])).parseAsync(["help", ...words], { from: "user" }));

describe("fleetbook help", () => {
  it("shows the page of all commands", async () => {
    expect(await help()).toMatch(/^Fleetbook: .*\n\n[^]*EXIT STATUS/);
  });

  it("shows the options of a command, and names the page of the same name", async () => {
    expect(await help("runbook", "simulate")).toContain("--command-document <name=file>");
    expect(await help("report")).toMatch(/--junit[^]*The page about it: .* help report\.md\n$/);
  });

  it.each([["fleet-file"], ["fleet-file.md"], ["docs/fleet-file.md"]])("shows a page of docs/: %s", async (topic) => {
    expect(await help(topic)).toMatch(/^The fleet file\n═+\n\n {2}`fleet\.yaml` lists/);
  });

  it("shows a page whose name is a command's by its file", async () => {
    expect(await help("report.md")).toMatch(/^Every result in one place\n/);
  });

  it("lists the pages", async () => {
    expect(await help("topics")).toMatch(/^Start\n[^]*\n {2}report\.md +`report` brings/);
  });

  it.each([
    [["fleet-fil"], 'no command and no page "fleet-fil"', 'Did you mean "fleet-file"?'],
    [["pln"], 'no command and no page "pln"', 'Did you mean "plan"?'],
    [["runbook", "simulat"], 'runbook has no command "simulat"', 'Did you mean "simulate"?'],
    [["plan", "all"], 'plan has no command "all"', "plan has no commands."],
    [["the", "fleet"], 'no command and no page "the fleet"', "lists the pages"],
  ])("refuses what there is not: %p", async (words, message, remedy) => {
    const error: unknown = await help(...words).catch((thrown: unknown) => thrown);
    const [problem] = error instanceof ConfigurationError ? error.problems : [];
    expect(problem?.message).toContain(message);
    expect(problem?.remedy).toContain(remedy);
  });
});

describe("sandbox help", () => {
  const sandboxHelp = (...words: readonly string[]) =>
    printed(() => sandboxProgram().parseAsync(["help", ...words], { from: "user" }));

  it("shows the sandbox's own commands, the options of one, or a page", async () => {
    expect(await sandboxHelp()).toMatch(/^Usage: [^]*reload/);
    expect(await sandboxHelp("up")).toContain("--late-seed");
    expect(await sandboxHelp("sandbox")).toMatch(/^The sandbox\n/);
  });
});
