/**
 * The text of a command's output from the events of its log stream. The SSM Agent puts whole lines into an event, as many as fit;
 * it leaves out the line feed at the end of an event, and writes CR LF as LF. So the text has no line feed at its end, and is
 * otherwise what the command printed.
 */

/** Bytes. The agent cuts a line that is longer into events of about this size; the end of a character may be missing. */
const LONGEST_EVENT = 200_000 - 3;

export async function* textOfEvents(pages: AsyncIterable<readonly string[]>): AsyncIterable<Uint8Array> {
  let separator = "";
  for await (const page of pages) {
    for (const message of page) {
      yield Buffer.from(`${separator}${message}`);
      const isWithinLine = Buffer.byteLength(message) >= LONGEST_EVENT && !message.includes("\n");
      separator = message.endsWith("\n") || isWithinLine ? "" : "\n";
    }
  }
}
