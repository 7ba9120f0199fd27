/** Checks of the settings of an EC2 target that may be maps by Region. */
import { isObject } from "../../../diagnostics/json";
import { pathString } from "../../../diagnostics/path";
import { quoted } from "../../../diagnostics/quoted";
import type { ValueProblem } from "../../../diagnostics/value-problem";
import { regionalSettings, type TargetSettings } from "./target-settings";

/** A map has every Region of the account and no other; an id, which belongs to one Region, is not used in several. */
export function regionProblems(target: TargetSettings): readonly ValueProblem[] {
  const { regions, fleetRegions } = target;
  return regionalSettings(target).flatMap(({ value, path }): readonly ValueProblem[] => {
    if (isObject(value)) {
      const missing = regions.filter((region) => !Object.hasOwn(value, region));
      const others = Object.keys(value).filter((key) => !fleetRegions.includes(key));
      return [
        ...missing.map((region) => ({
          path,
          message: `${pathString(path)} has no value for the Region ${region}, in which the target is as well.`,
          remedy: `Add a line for ${region}.`,
        })),
        ...others.map((key) => ({
          path: [...path, key],
          atKey: true,
          message: `${pathString(path)} has a value for ${quoted(key)}; the Regions of the fleet are ${fleetRegions.join(", ")}.`,
          remedy: "Remove it, or add the Region to regions.",
        })),
      ];
    }
    if (typeof value !== "string" || path.at(-1) !== "id" || regions.length === 1) return [];
    return [
      {
        path,
        message: `${pathString(path)} is ${quoted(value)} for the Regions ${regions.join(", ")}, and an id belongs to one Region.`,
        remedy: `Write a map with an id for each Region${path.at(-2) === "image" ? "" : ", or find it by tags"}.`,
      },
    ];
  });
}
