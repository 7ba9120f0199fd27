import { textOfEvents } from "../../../src/operations/collect/log-text";
import { eventMessages } from "../../../src/sandbox/systems-manager/run-command/write-output";

async function textOf(...pages: readonly (readonly string[])[]): Promise<string> {
  async function* each() {
    await Promise.resolve();
    yield* pages;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of textOfEvents(each())) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("The text of the events of a log stream", () => {
  it("has the line feeds again that the agent leaves out between events", async () => {
    expect(await textOf(["one\ntwo"], [], ["three"])).toBe("one\ntwo\nthree");
    expect(await textOf(["sent while the command runs\n", "the rest"])).toBe("sent while the command runs\nthe rest");
  });

  it.each([
    ["lines", "0123456789\n".repeat(50_000)],
    ["one long line", "x".repeat(450_000)],
    ["long lines of characters with several bytes", `${"€".repeat(150_000)}\nshort\n${"ü".repeat(150_000)}`],
  ])("is what the command printed, but for the line feed at the end: %s", async (_, output) => {
    expect((await textOf(eventMessages(output))) === output.trimEnd()).toBe(true);
  });
});
