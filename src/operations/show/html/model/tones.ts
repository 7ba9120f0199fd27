/** AWS's statuses in the few kinds that the page tells apart by colour, shape and word. */

export const TONES = ["failed", "timed-out", "unread", "cancelled", "running", "waiting", "success"] as const;
/** From what matters most to what matters least. */
export type Tone = (typeof TONES)[number];

export const TONE_NAMES: Readonly<Record<Tone, string>> = {
  failed: "Failed",
  "timed-out": "Timed out",
  unread: "Not read",
  cancelled: "Cancelled",
  running: "Running",
  waiting: "Pending",
  success: "Success",
};

const TONE_OF: Readonly<Record<string, Tone>> = {
  Success: "success",
  CompletedWithSuccess: "success",
  Failed: "failed",
  CompletedWithFailure: "failed",
  Rejected: "failed",
  TimedOut: "timed-out",
  Cancelled: "cancelled",
  Exited: "cancelled",
  InProgress: "running",
  RunbookInProgress: "running",
  Cancelling: "running",
};

/** The tone of AWS's status; what AWS adds one day is `waiting`, and the page shows its name. */
export function toneOf(status: string): Tone {
  return TONE_OF[status] ?? "waiting";
}

/** The tone that matters most. */
export function worstTone(tones: Iterable<Tone>): Tone | undefined {
  const present = new Set(tones);
  return TONES.find((tone) => present.has(tone));
}
