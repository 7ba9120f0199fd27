/** The file of the page. What it does in a browser is in page.e2e.test.ts. */
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { OperationError } from "../../../../src/diagnostics/errors";
import type { PageData } from "../../../../src/operations/show/html/model/page-data";
import { showAsHtml, type PageSource } from "../../../../src/operations/show/html/page";
import { HOSTILE, hostileRun, SampleRun, smallRun } from "./sample-runs";
import { executionOf, stepOf } from "../../results/records";

describe("the page", () => {
  async function pageOf(sample: PageSource, options: Parameters<typeof showAsHtml>[1] = {}): Promise<string> {
    let page = "";
    for await (const chunk of showAsHtml(sample, options)) page += chunk;
    return page;
  }

  /** Contents of the elements that hold data: the records, then the packs of outputs. */
  function dataOf(page: string): readonly Buffer[] {
    return [...page.matchAll(/<script type="application\/octet-stream"[^>]*>([^<]*)<\/script>/g)].map(([, text = ""]) =>
      gunzipSync(Buffer.from(text, "base64")),
    );
  }

  it("has all records, and each output once", async () => {
    const [records, ...packs] = dataOf(await pageOf(smallRun()));
    const { records: all, outputs } = JSON.parse(String(records)) as PageData;
    expect(all).toHaveLength(13);
    expect(outputs).toHaveLength(6);
    const text = Buffer.concat([...packs]).toString();
    expect(text.match(/Amazon Linux release 2023/g)).toHaveLength(1);
  });

  it("has the bytes of an output unchanged", async () => {
    const [records, ...packs] = dataOf(await pageOf(hostileRun()));
    const { outputs } = JSON.parse(String(records)) as PageData;
    const bytes = outputs.map(([, , , pack, start, held]) => packs[pack]?.subarray(start, start + held));
    expect(bytes.map((each) => each?.length)).toEqual(Object.values(HOSTILE).map((each) => each.length));
    expect(bytes.every((each, index) => each?.equals(Object.values(HOSTILE)[index] ?? Buffer.alloc(0)))).toBe(true);
  });

  it("has the start of outputs that are too large for a page", async () => {
    const sample = new SampleRun();
    sample.add(executionOf("i-1"), stepOf("i-1", "Ask", { output: sample.put("x".repeat(10_000)) }));
    const [records, pack] = dataOf(await pageOf(sample, { budget: 1_000 }));
    const [[, bytes, , , , held] = []] = (JSON.parse(String(records)) as PageData).outputs;
    expect([bytes, held]).toEqual([10_000, 1_000]);
    expect(pack).toHaveLength(1_000);
  });

  it("lets nothing act but its own script and style, which a policy names by their hashes", async () => {
    const page = await pageOf(smallRun());
    const hashOf = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src ${hashOf(/<script>([^]*?)<\/script>/.exec(page)?.[1])};`);
    expect(policy).toContain(`style-src ${hashOf(/<style>([^]*?)<\/style>/.exec(page)?.[1])};`);
  });

  it("loads nothing: no element has an address", async () => {
    expect(await pageOf(smallRun())).not.toMatch(/<[a-z]+[^>]*\s(src|href)=/);
  });

  it("has the name of a runbook as text", async () => {
    const page = await pageOf(hostileRun());
    expect(page).not.toContain("<script>alert(1)");
    expect(page).toContain("<title>&#60;/title&#62;");
  });

  it("fails if a record or an output cannot be read", async () => {
    const sample = smallRun();
    const source: PageSource = {
      run: sample.run,
      records: () => sample.records(),
      output: (sha256) => sample.output(sha256),
    };
    const records = () => {
      throw new OperationError({ message: "The line is no result.", remedy: "Collect again." });
    };
    await expect(pageOf({ ...source, records })).rejects.toThrow("The line is no result.");
    const output = () => Promise.reject(new OperationError({ message: "It is not there.", remedy: "Collect again." }));
    await expect(pageOf({ ...source, output })).rejects.toThrow("It is not there.");
  });
});
