/** Patterns with which people name stacks, accounts and resources. */

/** `*` stands for any text; everything else for itself. */
export function namePattern(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
