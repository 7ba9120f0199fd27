import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { capture, pluginOutput } from "../../../src/sandbox/machines/output";

describe("the output of a plugin", () => {
  it("has standard output, a title and standard error", () => {
    expect(pluginOutput("out\n", "")).toBe("out\n");
    expect(pluginOutput("out\n", "err")).toBe("out\n\n----------ERROR-------\nerr");
    expect(pluginOutput("", "err")).toBe("\n----------ERROR-------\nerr");
  });

  it("is complete up to 2,500 characters", () => {
    expect(pluginOutput("o".repeat(2_500), "")).toBe("o".repeat(2_500));
    expect(pluginOutput("o".repeat(2_501), "")).toBe(`${"o".repeat(2_477)}\n---Output truncated---`);
  });

  it.each([
    [10_000, 10],
    [10, 10_000],
    [10_000, 10_000],
    [2_000, 1_000],
    [1_000, 2_000],
  ])("has 2,500 characters of %i and %i, and keeps a short one whole", (out, err) => {
    const output = pluginOutput("o".repeat(out), "e".repeat(err));
    expect(output.length).toBeLessThanOrEqual(2_500);
    expect(output.length).toBeGreaterThan(2_490);
    const [stdout = "", stderr = ""] = output.split("\n----------ERROR-------\n");
    if (out < 1_250) expect(stdout).toBe("o".repeat(out));
    else expect(stdout).toMatch(/^o{400,}\n---Output truncated---$/);
    if (err < 1_250) expect(stderr).toBe("e".repeat(err));
    else expect(stderr).toMatch(/^e{400,}\n---Error truncated----$/);
  });
});

describe("a captured stream", () => {
  async function captured(chunks: readonly (string | Buffer)[], limit: number): Promise<string> {
    const stream = Readable.from(
      chunks.map((chunk) => Buffer.from(chunk)),
      { objectMode: false },
    );
    const kept = capture(stream, limit);
    await finished(stream);
    return kept();
  }

  it("is complete up to the limit, and ends with a remark if it is longer", async () => {
    expect(await captured(["a".repeat(100)], 100)).toBe("a".repeat(100));
    expect(await captured(["a".repeat(60), "a".repeat(41)], 100)).toBe(`${"a".repeat(80)}--output truncated--`);
  });

  it("counts characters, including those that arrive in pieces", async () => {
    const text = "日本語".repeat(30);
    const bytes = Buffer.from(text);
    expect(await captured([bytes.subarray(0, 100), bytes.subarray(100)], 100)).toBe(text);
  });

  it("never ends in half a character", async () => {
    expect(await captured(["😀".repeat(100)], 101)).toBe(`${"😀".repeat(40)}--output truncated--`);
  });
});
