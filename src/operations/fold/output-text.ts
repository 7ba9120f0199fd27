/** The text of an output. It came from a machine and may be anything. */
import type { OutputReference } from "../results/schema";

/** Decodes UTF-8. Bytes that are no text, as those of a Windows code page, become U+FFFD. */
export function outputText(bytes: Uint8Array, { encoding }: Pick<OutputReference, "encoding">): string {
  const text = new TextDecoder("utf-8").decode(bytes);
  return encoding === "utf-8" ? text : text.replaceAll("\0", "\ufffd");
}

/** What a reader has to know of the text; empty if it is all and exact. */
export function outputNotes({ encoding, bytes, cut }: OutputReference): readonly string[] {
  const notes: string[] = [];
  if (encoding === "binary") {
    notes.push(
      `${bytes} bytes that are not UTF-8; what could not be decoded is shown as \ufffd. On Windows, begin the script with chcp 65001.`,
    );
  }
  if (cut !== undefined) {
    const missing = cut.missing === undefined ? "the rest is missing" : `${cut.missing} bytes are missing`;
    notes.push(`Cut after ${cut.kept} characters, ${missing}. ${sentence(cut.reason)} ${sentence(cut.remedy)}`);
  }
  return notes;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
