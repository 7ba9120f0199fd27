import { Spools } from "../../../src/operations/show/spool";

const PIECES = Array.from({ length: 5_000 }, (_, index) => `piece ${index} with an ü\n`);

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("A spool", () => {
  it("gives back everything that was written, what waits in memory included", async () => {
    const spools = await Spools.open();
    const [long, short] = [spools.add(), spools.add()];
    for (const piece of PIECES) await long.write(piece);
    await short.write("short");
    expect(await textOf(long.read())).toBe(PIECES.join(""));
    expect(await textOf(short.read())).toBe("short");
    await spools.remove();
  });
});
