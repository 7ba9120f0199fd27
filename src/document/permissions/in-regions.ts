/**
 * The statements of a role in all Regions of its account. IAM limits the size of policies, so the Regions are named one by one
 * only while they are few.
 */
import { mergeStatements } from "../../iam/statements/merge-statements";
import type { PolicyStatement } from "../../iam/statements/statement";

/** So many Regions are named in the ARNs. More are named once, in a condition. */
const MOST_NAMED = 4;

/** Stands for any of the Regions while statements are derived for all of them at once. */
const ANY = "<region>";

/** Of a request to a Regional service: the Region that it is sent to. */
const REQUESTED = "aws:RequestedRegion";

/** @param statementsIn what is needed in one Region; the Region `*` stands for all Regions of AWS */
export function inRegions(
  regions: readonly string[],
  statementsIn: (region: string) => readonly PolicyStatement[],
): readonly PolicyStatement[] {
  const statements =
    regions.length <= MOST_NAMED
      ? regions.flatMap(statementsIn)
      : statementsIn(ANY).flatMap((statement) => withCondition(statement, regions));
  return mergeStatements(statements);
}

/** The Region in the ARNs becomes `*`, under the condition that the request is sent to one of the Regions. IAM's ARNs name each. */
function withCondition(statement: PolicyStatement, regions: readonly string[]): readonly PolicyStatement[] {
  const conditions = named(statement.conditions, regions);
  const regional = statement.resources.filter(isRegional);
  const others = statement.resources
    .filter((resource) => !isRegional(resource))
    .flatMap((resource) => inEach(resource, regions));
  return [
    ...(others.length > 0 ? [{ ...statement, ...(conditions && { conditions }), resources: others }] : []),
    ...(regional.length > 0
      ? [
          {
            ...statement,
            resources: regional.map((resource) => resource.replaceAll(ANY, "*")),
            conditions: {
              ...conditions,
              StringEquals: { [REQUESTED]: regions, ...conditions?.["StringEquals"] },
            },
          },
        ]
      : []),
  ];
}

/** Requests to IAM, which is global, are sent to one Region, whatever Region is in the name of a role. */
function isRegional(resource: string): boolean {
  return resource.includes(ANY) && resource.split(":")[2] !== "iam";
}

function inEach(value: string, regions: readonly string[]): readonly string[] {
  return value.includes(ANY) ? regions.map((region) => value.replaceAll(ANY, region)) : [value];
}

/** The conditions with the names of all Regions where a value has that of one. */
function named(conditions: PolicyStatement["conditions"], regions: readonly string[]): PolicyStatement["conditions"] {
  if (conditions === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key, values.flatMap((value) => inEach(value, regions))]),
      ),
    ]),
  );
}
