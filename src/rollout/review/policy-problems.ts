/** What a review policy does not allow. */
import { namePattern } from "../../diagnostics/text/name-pattern";
import { whereOf, type Grouped, type Place } from "./places";
import { isAboutTrust, isWider, type PolicyChange } from "./policies/policy-change";
import type { Finding, ReviewPolicy } from "./policy-file";
import type { Findings } from "./findings";
import { code } from "./value-text";

/** A change that the policy does not allow. */
export interface Failure {
  /** The rule: a finding that is forbidden, or `only`. */
  readonly rule: Finding | "only";
  /** What the change is; a full sentence. What comes from the plan is between backticks. */
  readonly message: string;
  readonly places: readonly Place[];
  readonly where: string;
}

export function policyProblems(findings: Findings, policy: ReviewPolicy): readonly Failure[] {
  const forbidden = findingsOf(findings).filter(({ rule }) => policy.forbid?.includes(rule) === true);
  const refused = forbidden.flatMap((found) => remaining(found, (place) => !isAllowed(found.rule, place, policy)));
  const outside = findings.changes.flatMap(({ label, kind, places, where }) =>
    remaining(
      { rule: "only" as const, message: `${label}: ${kind}.`, places, where },
      (place) => !isInside(place, policy),
    ),
  );
  return [...refused, ...outside];
}

type Found = Failure & { readonly rule: Finding };

function findingsOf({ destructions, policies, drift, unplanned }: Findings): readonly Found[] {
  return [
    ...destructions.map(({ kind, label, places, where }): Found => {
      const rule = kind === "replace" ? "replace" : "destroy";
      const what = { delete: "destroyed", replace: "replaced", forget: "no longer managed" }[kind];
      return { rule, message: `${label} is ${what}.`, places, where };
    }),
    ...policies.filter(isWider).flatMap(widened),
    ...drift.map(({ label, sentences, policies, attributes, places, where }): Found => {
      const paths = attributes.map(({ path }) => path).join(", ");
      const what = sentences[0] ?? policies[0]?.text ?? `Changed outside Terraform: ${code(paths)}.`;
      return { rule: "drift", message: `${label}: ${what}`, places, where };
    }),
    ...unplanned.map(({ reason, places, where }): Found => ({ rule: "not-planned", message: reason, places, where })),
  ];
}

function widened(change: PolicyChange & Grouped): readonly Found[] {
  const { label, sentences, places, where } = change;
  const rule = isAboutTrust(change) ? "wider-trust" : "wider-permissions";
  return sentences.flatMap(({ effect, text, wildcard }): readonly Found[] => [
    ...(effect === "wider" || effect === "unreadable"
      ? [{ rule, message: `${label}: ${text}`, places, where } as const]
      : []),
    ...(wildcard ? [{ rule: "new-wildcard", message: `${label}: ${text}`, places, where } as const] : []),
  ]);
}

function remaining<T extends Failure>(failure: T, counts: (place: Place) => boolean): readonly T[] {
  const places = failure.places.filter(counts);
  if (places.length === 0) return [];
  return [places.length === failure.places.length ? failure : { ...failure, places, where: whereOf(places, []) }];
}

function isAllowed(finding: Finding, place: Place, { allow = [] }: ReviewPolicy): boolean {
  return allow.some(
    (exception) =>
      exception.finding === finding &&
      isNamed(exception, place) &&
      (exception.resources?.some((pattern) => namePattern(pattern).test(place.address)) ?? true),
  );
}

function isInside(place: Place, { only }: ReviewPolicy): boolean {
  return only === undefined || isNamed(only, place);
}

/** Whether account and stack are among those named, where any are. */
function isNamed(
  {
    accounts,
    stacks,
  }: { readonly accounts?: readonly string[] | undefined; readonly stacks?: readonly string[] | undefined },
  { account, stack }: Place,
): boolean {
  return (
    (accounts?.some((pattern) => namePattern(pattern).test(account.id) || namePattern(pattern).test(account.name)) ??
      true) &&
    (stacks?.some((pattern) => namePattern(pattern).test(stack)) ?? true)
  );
}
