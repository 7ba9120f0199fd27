/** Files with one JSON text in each line, which are written by appending and may end in a line that was not finished. */
import { readFile } from "node:fs/promises";
import type { z } from "zod";

/** The entries up to the first line that is not one; empty if there is no file. */
export async function readJsonLines<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<readonly z.infer<Schema>[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const entries: z.infer<Schema>[] = [];
  // What follows the last line feed is a line that was not finished.
  for (const line of text.split("\n").slice(0, -1)) {
    const entry = schema.safeParse(parsed(line));
    if (!entry.success) break;
    entries.push(entry.data);
  }
  return entries;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
