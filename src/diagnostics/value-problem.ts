/** A fault in a fleet file, by the path of the value in it, and how such a path is written for people. */

export interface Finding {
  readonly path: readonly PropertyKey[];
  /** Points at the key of the last path element and not at its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly remedy: string;
}

/** `["memberAccounts", 2, "id"]` → `memberAccounts[2].id`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
    .join("");
}

/** A value as it may be quoted in a message: JSON, cut where it is long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
