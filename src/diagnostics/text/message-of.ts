/** What an error says, in the middle of a sentence of ours. */

/** The error's own message on one line, without its final period. */
export function messageOf(error: unknown): string {
  return describe(error).replace(/\s+/g, " ").trim().replace(/\.$/, "");
}

/** The message of an error; if it has none, the messages of its causes, or its name. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === "") return error.errors.map(describe).join(", ");
  return error.message || error.name;
}
