/** A value of a filter of EC2: `*` matches any string, `?` one character, and a backslash escapes both. */
export function filterPattern(value: string): RegExp {
  const source = value.replace(/\\([*?\\])|[*?]|[.+^${}()|[\]\\]/g, (match, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (match === "*") return "[^]*";
    return match === "?" ? "[^]" : `\\${match}`;
  });
  return new RegExp(`^${source}$`);
}
