/** Checks of the Regions: each once, the home Region among them, one partition. */
import { pathString } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { stringAt, stringsAt } from "../draft";
import { partitionOf } from "../regions";
import { duplicates } from "./parts";

export function regionsFitTogether(file: Draft): readonly ValueProblem[] {
  const home = stringAt(file, "homeRegion");
  const regions = stringsAt(file, "regions");
  const partition = home === undefined ? undefined : partitionOf(home.value);
  const findings = [...duplicates(regions, "each Region once", "Remove it.")];
  if (
    home !== undefined &&
    partition !== undefined &&
    regions.length > 0 &&
    !regions.some(({ value }) => value === home.value)
  ) {
    findings.push({
      path: ["regions"],
      message: `regions does not include the home Region ${home.value}.`,
      remedy: `Add ${home.value}, or change homeRegion.`,
    });
  }
  for (const region of regions) {
    const other = partitionOf(region.value);
    if (partition !== undefined && other !== undefined && other !== partition) {
      findings.push({
        path: region.path,
        message: `${pathString(region.path)} is ${region.value} in partition ${other}; the home Region ${home?.value} is in partition ${partition}.`,
        remedy: "An organization belongs to one partition: write one fleet file for each partition.",
      });
    }
  }
  return findings;
}
