/** What a plan destroys, replaces or forgets, and what forces it. */
import type { Attribute } from "./attributes";
import type { Place } from "./places";
import type { ResourceChange } from "./resource-changes";
import { valueText } from "./value-text";

export interface Destruction {
  readonly kind: "delete" | "replace" | "forget";
  readonly label: string;
  readonly type: string;
  /** The attributes that force the replacement. */
  readonly forcedBy: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  /** A full sentence. */
  readonly reason?: string;
}

export function destructionOf({
  place,
  kind,
  label,
  type,
  attributes,
  reason,
}: ResourceChange): readonly (Destruction & { readonly place: Place })[] {
  if (kind !== "delete" && kind !== "replace" && kind !== "forget") return [];
  const forcing = kind === "replace" ? attributes.filter(({ forcesReplacement }) => forcesReplacement) : [];
  return [{ place, kind, label, type, forcedBy: forcing.map(forced), ...(reason !== undefined && { reason }) }];
}

function forced({ path, before, after }: Attribute) {
  return { path, before: valueText(before), after: valueText(after) };
}
