/**
 * What a request acts on in each account: AWS's Targets, and the parameter that gets the id of each target.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-map-targets.html
 */
import { didYouMean } from "../../diagnostics/did-you-mean";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Runbook } from "../../document/model";
import type { Fleet } from "../../fleet/model";
import { DEFAULT_TARGET_PARAMETER } from "../../fleet/resolve/accounts";
import type { Selection } from "./places";
import type { RequestPlace, RequestTarget } from "./request";
import type { StartRequest } from "./schema";

/** Targets of a request that AWS accepts. */
const MOST_TARGETS = 5;

export interface SelectedTargets {
  readonly parameter: string | undefined;
  readonly targets: readonly RequestTarget[];
  /** Ids that the one place gets. */
  readonly instances: readonly string[] | undefined;
}

const NONE: SelectedTargets = { parameter: undefined, targets: [], instances: undefined };

export function selectTargets(
  fleet: Fleet,
  runbook: Runbook,
  request: StartRequest,
  places: readonly RequestPlace[],
): Selection<SelectedTargets> {
  const known = Object.keys(runbook.document.parameters ?? {});
  const { parameter, problem } = targetParameter(runbook, request, known);
  if (problem !== undefined) return { value: { ...NONE, parameter: DEFAULT_TARGET_PARAMETER }, problems: [problem] };
  if (parameter === undefined) {
    return { value: NONE, problems: request.targets === undefined ? [] : [takesNoTarget(runbook, known)] };
  }
  // Without targets, a parameter that is set by hand is the target.
  if (request.targets === undefined && request.parameters?.[parameter] !== undefined)
    return { value: NONE, problems: [] };
  const problems = [
    ...formProblems(request),
    ...(request.parameters?.[parameter] === undefined ? [] : [isFilled(parameter)]),
  ];
  const { instances } = request.targets ?? {};
  if (instances !== undefined) {
    const severalPlaces = places.length > 1 ? [whereTheyAre(places)] : [];
    return {
      value: { parameter, targets: [], instances: [...new Set(instances)] },
      problems: [...problems, ...severalPlaces],
    };
  }
  const targets = targetsOf(fleet, request);
  return {
    value: { parameter, targets, instances: undefined },
    problems: targets.length > 0 ? problems : [...problems, noTargets()],
  };
}

function targetParameter(runbook: Runbook, { targetParameter: given }: StartRequest, known: readonly string[]) {
  if (given !== undefined && !known.includes(given)) {
    const problem: ValueProblem = {
      path: ["targetParameter"],
      message: `The runbook ${runbook.name} has no parameter "${given}".`,
      remedy: didYouMean(given, known),
    };
    return { problem };
  }
  const typed = (type: string) => known.filter((name) => runbook.document.parameters?.[name]?.type === type);
  const [only, ...others] = [...typed("AWS::EC2::Instance::Id"), ...typed("List<AWS::EC2::Instance::Id>")];
  const guessed = known.includes(DEFAULT_TARGET_PARAMETER)
    ? DEFAULT_TARGET_PARAMETER
    : others.length === 0
      ? only
      : undefined;
  return { parameter: given ?? guessed };
}

function targetsOf({ operations }: Fleet, { targets = {} }: StartRequest): readonly RequestTarget[] {
  const { tags, resourceGroup, allInstances } = targets;
  if (tags !== undefined)
    return Object.entries(tags).map(([key, value]) => ({ Key: `tag:${key}`, Values: [value].flat() }));
  if (resourceGroup !== undefined) return [{ Key: "ResourceGroup", Values: [resourceGroup] }];
  if (allInstances !== undefined) return [{ Key: "AWS::EC2::Instance", Values: ["*"] }];
  const tag = operations.targetTag;
  return tag === undefined ? [] : [{ Key: `tag:${tag.key}`, Values: [tag.value] }];
}

function formProblems({ targets = {} }: StartRequest): readonly ValueProblem[] {
  const given = Object.keys(targets);
  const problems: ValueProblem[] = [];
  if (given.length > 1) {
    problems.push({
      path: ["targets"],
      message: `The targets are selected by ${given.join(" and ")}; expected one of them.`,
      remedy: "Keep one form, and start once for each of the others.",
    });
  }
  if (Object.keys(targets.tags ?? {}).length > MOST_TARGETS) {
    problems.push({
      path: ["targets", "tags"],
      message: `The targets are selected by ${Object.keys(targets.tags ?? {}).length} tags; AWS accepts ${MOST_TARGETS}.`,
      remedy: "Remove some.",
    });
  }
  return problems;
}

function takesNoTarget({ name }: Runbook, known: readonly string[]): ValueProblem {
  return {
    path: ["targets"],
    message: `The runbook ${name} has no parameter ${DEFAULT_TARGET_PARAMETER} that would get the id of a target.`,
    remedy:
      known.length === 0
        ? "Leave out the targets: it runs once in each account."
        : `Name the parameter with --target-parameter (targetParameter): ${known.join(", ")}. Or leave out the targets.`,
  };
}

function isFilled(parameter: string): ValueProblem {
  return {
    path: ["parameters", parameter],
    atKey: true,
    message: `The parameter ${parameter} gets the id of each target, and is set as well.`,
    remedy: "Remove either the parameter or the targets.",
  };
}

function whereTheyAre(places: readonly RequestPlace[]): ValueProblem {
  return {
    path: ["targets", "instances"],
    message: `The instances are looked for in ${places.length} accounts and Regions, and each is in one of them.`,
    remedy: "Say where they are: --account NAME and, if the account has several, --region R.",
  };
}

function noTargets(): ValueProblem {
  return {
    path: ["targets"],
    message:
      "Nothing says on which instances the runbook acts: there are no targets, and fleet.yaml has no operations.targetTag.",
    remedy: "Name them with --tag KEY=VALUE, --instance ID, --resource-group NAME or --all-instances.",
  };
}
