/** The outputs of the steps in the page. */
import { Outputs } from "../../../../../src/operations/show/html/client/outputs";
import type { PageOutput } from "../../../../../src/operations/show/html/model/page-data";

const TEXTS = ["Amazon Linux 2023\n", "\n  Ubuntu 24.04\nsecond line\n", "Amazon Linux 2\n"];

/** Each text in a pack of its own. */
function outputsOf(texts: readonly string[], held = Infinity): Outputs {
  const bytes = texts.map((text) => Buffer.from(text));
  const index = bytes.map((each, pack): PageOutput => [
    `${pack}`,
    each.length,
    1,
    pack,
    0,
    Math.min(each.length, held),
  ]);
  const outputs = new Outputs(index);
  for (const each of bytes) outputs.add(new Uint8Array(each));
  return outputs;
}

async function found(outputs: Outputs, ...words: readonly string[]): Promise<readonly (readonly number[])[]> {
  const needles = await outputs.search(words, new AbortController().signal);
  return needles?.map((needle) => [...needle.outputs]) ?? [];
}

describe("the outputs of a page", () => {
  it("are found by words in any case, each word for itself", async () => {
    expect(await found(outputsOf(TEXTS), "amazon", "24.04")).toEqual([[0, 2], [1]]);
  });

  it("are found while the word is typed, and when it is made shorter", async () => {
    const outputs = outputsOf(TEXTS);
    expect(await found(outputs, "linux 2")).toEqual([[0, 2]]);
    expect(await found(outputs, "linux 20")).toEqual([[0]]);
    expect(await found(outputs, "linux")).toEqual([[0, 2]]);
  });

  it("are found once they have been read", async () => {
    const outputs = new Outputs([["0", 5, 1, 0, 0, 5]]);
    expect(await found(outputs, "late")).toEqual([[]]);
    outputs.add(new Uint8Array(Buffer.from("later")));
    expect(await found(outputs, "late")).toEqual([[0]]);
  });

  it("have their first line that is not blank for a cell, and nothing before they are read", () => {
    expect(outputsOf(TEXTS).head(1)).toBe("Ubuntu 24.04");
    expect(new Outputs([["0", 5, 1, 0, 0, 5]]).head(0)).toBeUndefined();
  });

  it("have no half of a character at the end if the page holds their start alone", () => {
    expect(outputsOf(["日本語"], 4).text(0)).toBe("日");
  });
});
