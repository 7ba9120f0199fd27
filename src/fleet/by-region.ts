/** Settings that may differ between the Regions of an account. */

/** One value for every Region, or a value for each Region by its name. */
export type ByRegion = string | Readonly<Partial<Record<string, string>>>;

/**
 * The value in a Region.
 * @throws Error for a Region without a value, which `consistency/` has refused
 */
export function inRegion(value: ByRegion, region: string): string {
  const found = typeof value === "string" ? value : value[region];
  if (found === undefined) throw new Error(`unchecked Region ${region}`);
  return found;
}
