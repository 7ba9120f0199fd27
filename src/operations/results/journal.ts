/**
 * The journal of a collection: one line for each unit of results that is in `results.jsonl`, written after it. A unit is what
 * is read together: an execution and its steps. After an interruption, everything behind the last line of the journal is
 * dropped, and units that had not ended are read again.
 */
import { z } from "zod";
import { readJsonLines } from "./json-lines";

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
  const entries = await readJsonLines(file, entrySchema);
  const wrong = entries.findIndex(({ end }, index) => end < (entries[index - 1]?.end ?? 0));
  return wrong < 0 ? entries : entries.slice(0, wrong);
}
