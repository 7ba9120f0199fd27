/** The order of accounts and instances: as people look for them, or what matters most first. */
import type { Place, Row } from "./report";
import { TONES, type Tone } from "./tones";
import { tonesOfRow } from "./filter";
import { placeTone } from "./totals";

export type Order = "severity" | "name";

/** @param places and rows in the order of their names */
export function inOrder<T extends Place | Row>(members: readonly T[], order: Order): readonly T[] {
  if (order === "name") return members;
  const ranks = new Map(members.map((member) => [member, TONES.indexOf(toneOfMember(member))]));
  return [...members].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
}

function toneOfMember(member: Place | Row): Tone {
  if ("rows" in member) return placeTone(member);
  return tonesOfRow(member).includes("unread") && member.tone === "success" ? "unread" : member.tone;
}
