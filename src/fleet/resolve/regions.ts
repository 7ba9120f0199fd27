/** Resolves `regions`. */
import type { Fleet } from "../model";
import type { FleetFile } from "../schema/fleet-file";

/** The fleet's Regions, the home Region first, and those that it leaves. */
export function regionsOf({
  homeRegion,
  regions = [],
}: Pick<FleetFile, "homeRegion" | "regions">): Pick<Fleet, "regions" | "retiredRegions"> {
  const all = regions.map((region) => (typeof region === "string" ? { name: region } : region));
  const named = (retired: boolean) =>
    all.filter((region) => (region.retired ?? false) === retired).map(({ name }) => name);
  return {
    regions: [homeRegion, ...named(false).filter((region) => region !== homeRegion)],
    retiredRegions: named(true),
  };
}
