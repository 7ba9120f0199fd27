import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { OutputStore } from "../../../src/operations/results/output-store";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fleetbook-outputs-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the store of outputs", () => {
  it("keeps equal outputs once, under the hash of their content", async () => {
    const store = new OutputStore(folder);
    const stored = await store.put(Buffer.from("Tokyo\n"));
    expect(await store.put(Readable.from([Buffer.from("Tok"), Buffer.from("yo\n")]))).toEqual(stored);
    expect(await new OutputStore(folder).put(Buffer.from("Tokyo\n"))).toEqual(stored);
    const sha256 = createHash("sha256").update("Tokyo\n").digest("hex");
    expect(stored).toEqual({ sha256, bytes: 6, encoding: "utf-8" });
    expect(readdirSync(folder)).toEqual([sha256]);
  });

  it("keeps five megabytes byte for byte", async () => {
    const store = new OutputStore(folder);
    const bytes = randomBytes(5_000_000);
    const { sha256, encoding } = await store.put(Readable.from([bytes.subarray(0, 999), bytes.subarray(999)]));
    expect((await store.read(sha256)).equals(bytes)).toBe(true);
    expect(encoding).toBe("binary");
  });

  it.each([
    ["text whose characters are cut between two pieces", [[0xe6, 0x9d], [0xb1]], "utf-8"],
    ["bytes that are not UTF-8, as of a Windows code page", [[0x93, 0x8c, 0x8b, 0x9e]], "binary"],
    ["text that ends in the middle of a character", [[0x61, 0xe6, 0x9d]], "binary"],
    ["bytes with a NUL", [[0x61, 0x00]], "binary"],
  ])("knows %s", async (_, pieces, encoding) => {
    const store = new OutputStore(folder);
    expect(await store.put(Readable.from(pieces.map((piece) => Buffer.from(piece))))).toMatchObject({ encoding });
  });

  it("leaves nothing behind of a content that breaks off", async () => {
    const store = new OutputStore(folder);
    // eslint-disable-next-line @typescript-eslint/require-await -- an iterable that fails
    async function* broken() {
      yield Buffer.from("begun");
      throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
    }
    await expect(store.put(broken())).rejects.toThrow(/^reset$/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
