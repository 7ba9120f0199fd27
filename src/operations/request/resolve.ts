/** Resolves a request against the fleet and the runbook, without a call to AWS. All its faults are found in one pass. */
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Runbook } from "../../document/model";
import type { Fleet } from "../../fleet/model";
import { administrationRoleArn, executionRoleName, standardExecutionRoleName } from "../../fleet/names";
import { isAmazonDocument } from "../../iam/resources/documents";
import { alarmProblems } from "./alarm";
import { limitsOf } from "./limits";
import { selectParameters } from "./parameters";
import { selectPlaces } from "./places";
import type { ResolvedRequest } from "./request";
import type { StartRequest } from "./schema";
import { selectTargets } from "./targets";
import { checkInstanceWaves, selectWaves } from "./waves";

/** A request, and how its faults are reported: with lines of its file, or with the options of the command line. */
export interface GivenRequest {
  readonly request: StartRequest;
  /** @throws ConfigurationError with every problem, each with its place, if there are any */
  refuse(problems: readonly ValueProblem[]): void;
}

/**
 * @param runbook the one that the request names
 * @throws ConfigurationError with every fault of the request
 */
export function resolveRequest(fleet: Fleet, runbook: Runbook, given: GivenRequest): ResolvedRequest {
  const { request } = given;
  const central = fleet.centralRunbooks.find(({ name }) => name === runbook.name);
  if (central === undefined && !isAmazonDocument(runbook.name)) given.refuse([isNotDeployed(runbook)]);

  const places = selectPlaces(fleet, central, request);
  const targets = selectTargets(fleet, runbook, request, places.value);
  const parameters = selectParameters(
    runbook,
    request.parameters ?? {},
    targets.value.parameter,
    administrationRoleArn(fleet),
  );
  const { parameter, instances } = targets.value;
  const placed = instances === undefined ? places.value : places.value.map((place) => ({ ...place, instances }));
  const needsList = request.waves?.some((wave) => wave.instances !== undefined) === true;
  const waves = selectWaves(fleet, needsList ? undefined : request.waves, placed);
  const instanceWaves = needsList ? request.waves : undefined;
  const hasTargets = targets.value.targets.length > 0 || instances !== undefined;
  given.refuse([
    ...[...places.problems, ...targets.problems, ...parameters.problems, ...waves.problems],
    ...alarmProblems(fleet, request.waves),
    ...(instanceWaves === undefined ? [] : checkInstanceWaves(fleet, instanceWaves, hasTargets)),
  ]);

  return {
    documentName: runbook.name,
    documentVersion: request.documentVersion,
    runbook,
    parameters: parameters.value,
    targetParameter: parameter,
    targets: targets.value.targets,
    places: placed,
    waves: waves.value,
    instanceWaves,
    executionRoleIn: (account) =>
      request.executionRole ??
      (central === undefined ? standardExecutionRoleName(account) : executionRoleName(account, central)),
    limits: limitsOf(request.limits, fleet.operations.limits),
    tags: request.tags ?? {},
  };
}

function isNotDeployed({ name }: Runbook): ValueProblem {
  return {
    path: ["runbook"],
    message: `The runbook ${name} is not in centralRunbooks of fleet.yaml, so the administrator account does not have it.`,
    remedy: `Add \`- name: ${name}\` to centralRunbooks, and deploy the administrator and member stacks.`,
  };
}
