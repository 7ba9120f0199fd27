/** Where a value sits in a file, and how that is written for people. */

/** Keys and list indexes from the top down. */
export type Path = readonly (string | number)[];

/** `["memberAccounts", 2, "id"]` → `memberAccounts[2].id`. */
export function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}
