/** The path of a value in a file, and its notation in messages. */

/** Keys and list indexes from the top down. */
export type Path = readonly (string | number)[];

/** `["memberAccounts", 2, "id"]` → `memberAccounts[2].id`. */
export function pathString(path: Path): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}
