/** Checks of the Regions: each once, the home Region among them, one partition, accounts only in Regions of the fleet. */
import { pathString } from "../../diagnostics/path";
import { quoted } from "../../diagnostics/quoted";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft, Located } from "../draft";
import { child, children, stringAt, stringsAt } from "../draft";
import { partitionOf } from "../regions";
import { duplicates, organizationAccounts, present } from "./parts";

export function regionsFitTogether(file: Draft): readonly ValueProblem[] {
  const home = stringAt(file, "homeRegion");
  const regions = fleetRegions(file);
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

/** The states of all accounts and the executions are in the home Region. */
export function homeRegionIsNotRetired(file: Draft): readonly ValueProblem[] {
  const home = stringAt(file, "homeRegion")?.value;
  return retiredRegions(file)
    .filter(({ value }) => value === home)
    .map(({ path }) => ({
      path,
      message: `${pathString(path)} is the home Region, which cannot be retired: the state buckets are there.`,
      remedy:
        "Remove `retired`. To leave the home Region, destroy the fleet and deploy it again with another homeRegion.",
    }));
}

export function accountsAreInRegionsOfTheFleet(file: Draft): readonly ValueProblem[] {
  const regions = everyRegion(file);
  const retired = retiredRegions(file).map(({ value }) => value);
  return [child(file, "defaults"), ...organizationAccounts(file)].flatMap((account) => {
    const own = stringsAt(account, "regions");
    return [
      ...duplicates(own, "each Region once", "Remove it."),
      ...own
        .filter(({ value }) => !regions.includes(value) && partitionOf(value) !== undefined)
        .map(({ value, path }) => ({
          path,
          message: `${pathString(path)} is ${quoted(value)}, which is not one of the fleet's Regions: ${regions.join(", ")}.`,
          remedy: `Add ${value} to the regions of the fleet, or remove it here.`,
        })),
      ...own
        .filter(({ value }) => retired.includes(value))
        .map(({ value, path }) => ({
          path,
          message: `${pathString(path)} is ${quoted(value)}, which the fleet retires.`,
          remedy: "Remove it here: the next deployment then destroys what the account has there.",
        })),
    ];
  });
}

/** The names in `regions`, retired or not. */
function fleetRegions(file: Draft): readonly Located<string>[] {
  return [
    ...stringsAt(file, "regions"),
    ...present(children(file, "regions").map((region) => stringAt(region, "name"))),
  ];
}

/** The home Region and those of `regions`, retired or not, each once. */
export function everyRegion(file: Draft): readonly string[] {
  const regions = [...present([stringAt(file, "homeRegion")]), ...fleetRegions(file)];
  return [...new Set(regions.map(({ value }) => value))];
}

/** The Regions that an account is in, by its own setting, the defaults or the fleet. @param holders defaults and account */
export function accountRegions(file: Draft, holders: readonly Draft[]): readonly string[] {
  const retired = retiredRegions(file).map(({ value }) => value);
  const own = holders.findLast(({ value }) => value["regions"] !== undefined);
  const regions = own === undefined ? everyRegion(file) : stringsAt(own, "regions").map(({ value }) => value);
  return [...new Set(regions)].filter((region) => !retired.includes(region));
}

function retiredRegions(file: Draft): readonly Located<string>[] {
  return present(
    children(file, "regions").map((region) => (region.value.retired === true ? stringAt(region, "name") : undefined)),
  );
}
