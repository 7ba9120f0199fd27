/** Start requests: the kind of execution, and members that contradict each other. */
import { checkTargetLocations } from "./fan-out/target-locations";
import { concurrencyFault, errorsFault } from "./fan-out/limits";
import { constraintFault, refuseFaults } from "./fan-out/constraints";
import { invalidParameters } from "./parameters";
import type { Program } from "./program/program";
import { AutomationError } from "./errors";
import type { StartRequest, Tag, Target } from "./records";

/** Steps of the document; one child for each target; one child for each account and Region. */
type Kind = "document" | "targets" | "locations";

export function kindOf({ TargetLocations: locations, Targets: targets, TargetMaps: maps }: StartRequest): Kind {
  if (locations !== undefined && locations.length > 0) return "locations";
  return (targets?.length ?? 0) > 0 || (maps?.length ?? 0) > 0 ? "targets" : "document";
}

const NONE: ReadonlySet<string> = new Set();

/** The parameters whose value differs by target. */
export function parametersOfTargets({
  TargetParameterName: name,
  TargetMaps: maps,
}: StartRequest): ReadonlySet<string> {
  if (name === undefined && maps === undefined) return NONE;
  return new Set([...(name === undefined ? [] : [name]), ...(maps ?? []).flatMap((map) => Object.keys(map))]);
}

/** The keys of targets; besides them there are `tag:<key>`. */
const TARGET_KEYS: ReadonlySet<string> = new Set([
  "AWS::EC2::Instance",
  "InstanceIds",
  "ParameterValues",
  "ResourceGroup",
  "aws:NoOpAutomationTag",
  "resource-groups:Name",
  "resource-groups:ResourceTypeFilters",
  "tag-key",
]);

/** @throws AutomationError InvalidTarget */
function checkTargetKeys(targets: readonly Target[] = []): void {
  const unknown = targets.find(({ Key }) => !TARGET_KEYS.has(Key) && !/^tag:./.test(Key));
  if (unknown === undefined) return;
  const known = [...TARGET_KEYS].filter((key) => !key.startsWith("aws:")).join(", ");
  throw new AutomationError("InvalidTarget", `${unknown.Key} is not a target key: use tag:<key>, ${known}.`);
}

/** @throws AutomationError ValidationException */
function checkTags(tags: readonly Tag[] = []): void {
  refuseFaults(
    tags.flatMap(({ Key, Value }, index) => [
      Key.length < 1 || Key.length > 128
        ? constraintFault(Key, `tags.${index + 1}.member.key`, "have length between 1 and 128")
        : undefined,
      Value.length > 256
        ? constraintFault(Value, `tags.${index + 1}.member.value`, "have length less than or equal to 256")
        : undefined,
    ]),
  );
  const reserved = tags.find(({ Key }) => Key.toLowerCase().startsWith("aws:"));
  if (reserved === undefined) return;
  const message = `aws: prefixed tag key names are not allowed for external use: ${reserved.Key}`;
  throw new AutomationError("ValidationException", message);
}

/** @throws AutomationError InvalidAutomationExecutionParametersException, ValidationException, InvalidTarget */
export function refuseContradictions(request: StartRequest, program: Program): void {
  const { TargetParameterName: name, Targets: targets, TargetMaps: maps, TargetLocations: locations } = request;
  refuseFaults([
    concurrencyFault(request.MaxConcurrency, "maxConcurrency"),
    errorsFault(request.MaxErrors, "maxErrors"),
  ]);
  checkTags(request.Tags);
  if (locations !== undefined && locations.length > 0) checkTargetLocations(locations);
  for (const keyed of [targets, ...(locations ?? []).map((location) => location.Targets)]) checkTargetKeys(keyed);
  const hasTargets = (targets?.length ?? 0) > 0 || (locations ?? []).some((location) => location.Targets !== undefined);
  const hasMaps = (maps?.length ?? 0) > 0;
  if (hasTargets && hasMaps) throw invalidParameters("Give either Targets or TargetMaps, not both.");
  if (hasTargets && name === undefined) {
    throw invalidParameters("Targets need a TargetParameterName: the parameter that each target is the value of.");
  }
  if (name !== undefined && !hasTargets && !hasMaps) {
    throw invalidParameters("A TargetParameterName needs Targets or TargetMaps.");
  }
  for (const parameter of parametersOfTargets(request)) {
    if (!program.parameters.has(parameter)) {
      throw invalidParameters(
        `The document has no parameter ${parameter}, which is named as the target parameter; it has [${[...program.parameters.keys()].join(", ")}].`,
      );
    }
    if (parameter === program.roleParameter) {
      throw invalidParameters(`${parameter} is the role of the execution and cannot be the target parameter.`);
    }
  }
}
