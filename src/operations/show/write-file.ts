/** Writes what is shown into a file. The file is there when it is whole. */
import { appendFile, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { onDisk } from "../results/on-disk";
import type { Chunks } from "./formats";

/** @throws OperationError if it cannot be written; a file that was there before stays */
export async function writeChunks(file: string, chunks: Chunks): Promise<void> {
  const path = resolve(file);
  const partial = `${path}.${process.pid}.new`;
  await onDisk(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(partial, "w");
    try {
      for await (const chunk of chunks) await handle.writeFile(chunk);
    } finally {
      await handle.close();
    }
    await rename(partial, path);
  }).catch(async (error: unknown) => {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  });
}

/** GitHub refuses a step's summary above this size, all of it. */
const SUMMARY_BYTES = 1024 * 1024;

/**
 * Appends Markdown to the summary of a GitHub Actions step.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export async function appendSummary(file: string, markdown: string): Promise<void> {
  await onDisk(file, async () => {
    const there = await stat(file).then(
      ({ size }) => size,
      () => 0,
    );
    const fits = there + Buffer.byteLength(markdown) < SUMMARY_BYTES;
    const [head = ""] = markdown.split("\n### ");
    await appendFile(file, fits ? markdown : `${head}\nThe whole report is too large for this summary.\n`);
  });
}
