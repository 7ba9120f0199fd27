/**
 * The journal of a collection: one line for each unit of results that is in `results.jsonl`, written after it. A unit is what
 * is read together: an execution and its steps. After an interruption, everything behind the last line of the journal is
 * dropped, and units that had not ended are read again.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";

const entrySchema = z.strictObject({
  /** Id of what was read: an execution's, or a place without one. */
  unit: z.string(),
  /** Offset in results.jsonl behind the unit's last line, in bytes. */
  end: z.int().min(0),
  /** Whether reading it again would find the same: it has ended, and all of it was read. */
  final: z.boolean(),
});
export type JournalEntry = z.infer<typeof entrySchema>;

export function journalLine(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The entries of a journal; of one that was cut, those before the cut. Empty if there is none. */
export async function readJournal(file: string): Promise<readonly JournalEntry[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  const entries: JournalEntry[] = [];
  // What follows the last line feed is a line that was not finished.
  for (const line of text.split("\n").slice(0, -1)) {
    const entry = entryOf(line);
    if (entry === undefined || entry.end < (entries.at(-1)?.end ?? 0)) break;
    entries.push(entry);
  }
  return entries;
}

function entryOf(line: string): JournalEntry | undefined {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
