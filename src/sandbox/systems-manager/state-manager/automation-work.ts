/** Runs an association as an automation: starts it, and reads the status of each target from its record. */
import type { OutputSource } from "@aws-sdk/client-ssm";
import type { AutomationEngine } from "../../../engine/engine";
import type { Identity } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import { isTerminal, type ExecutionRecord, type ExecutionStatus, type StartRequest } from "../../../engine/records";
import type { RunOutcome, RunTarget, StartedWork } from "./state";
import { NO_TARGET_VALUE } from "./targets";

/** What State Manager needs of the engine. */
export type Automations = Pick<AutomationEngine, "start" | "record" | "records" | "ended" | "stop">;

export interface AutomationStart {
  readonly location: Location;
  readonly caller: Identity;
  readonly request: StartRequest;
  readonly associationId: string;
  /** `/AWS::EC2::Instance` */
  readonly targetType: string | undefined;
}

/** @throws AutomationError if the automation is refused */
export async function startAutomation(automations: Automations, start: AutomationStart): Promise<StartedWork> {
  const { location, caller, request, associationId } = start;
  const id = await automations.start(location, caller, request, { associationId });
  let final: readonly RunTarget[] | undefined;
  return {
    targets: () => final ?? targetsOf(automations, automations.record(location, id), start),
    ended: automations.ended(location, id).then((record) => {
      final = targetsOf(automations, record, start);
      return outcomeOf(record, final);
    }),
    cancel() {
      if (!isTerminal(automations.record(location, id).AutomationExecutionStatus)) {
        automations.stop(location, id, "Cancel");
      }
    },
  };
}

/**
 * The association succeeds only if every target succeeds. The automation itself is a Success as long as its errors stay
 * within MaxErrors, 100 % by default; adopting that status would hide every failure.
 */
function outcomeOf(record: ExecutionRecord, targets: readonly RunTarget[]): RunOutcome {
  const own = statusOf(record.AutomationExecutionStatus);
  if (own.status !== "Success") return { status: "Failed", detailedStatus: own.detailedStatus };
  const failed = targets.find(({ status }) => status === "Failed");
  return failed === undefined
    ? { status: "Success", detailedStatus: "Success" }
    : { status: "Failed", detailedStatus: failed.detailedStatus };
}

function targetsOf(automations: Automations, record: ExecutionRecord, start: AutomationStart): readonly RunTarget[] {
  const { request, location } = start;
  const isOver = isTerminal(record.AutomationExecutionStatus);
  const own = record.AutomationExecutionId;
  const hasLocations = request.TargetLocations !== undefined;
  if (!hasLocations && request.Targets === undefined && request.TargetMaps === undefined) {
    return [
      {
        resourceId: NO_TARGET_VALUE,
        resourceType: resourceType(start),
        ...statusOf(record.AutomationExecutionStatus),
        started: record.ExecutionStartTime,
        output: () => outputOf(own),
      },
    ];
  }
  // Child executions in other accounts and Regions cannot be read from this account, so their source is the execution here.
  const children = hasLocations ? () => new Map<string, string>() : once(() => childrenOf(automations, location, own));
  return record.StepExecutions.map((step) => ({
    resourceId: step.StepName,
    resourceType: resourceType(start),
    ...statusOf(step.StepStatus, isOver),
    started: step.ExecutionStartTime,
    output: () => (step.ExecutionStartTime === undefined ? undefined : outputOf(children().get(step.StepName) ?? own)),
  }));
}

/** The ids of the child executions by target. It searches all executions, so it runs only on demand. */
function childrenOf(automations: Automations, location: Location, parentId: string): Map<string, string> {
  return new Map(
    automations
      .records(location)
      .filter(({ ParentAutomationExecutionId: id }) => id === parentId)
      .flatMap(({ Target, AutomationExecutionId: id }) => (Target === undefined ? [] : [[Target, id] as const])),
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** AWS does not document the source type of an automation. */
function outputOf(executionId: string): OutputSource {
  return { OutputSourceId: executionId, OutputSourceType: "Automation" };
}

/** AWS does not document the resource types of automations; the document's target type is the closest match. */
function resourceType({ request, targetType }: AutomationStart): string {
  if (request.TargetLocations !== undefined) return "TargetLocation";
  return targetType === undefined || targetType === "/" ? "Automation" : targetType.replace(/^\//, "");
}

/** @param isOver whether the execution has ended, so that a pending target will never be started */
function statusOf(
  status: ExecutionStatus,
  isOver = false,
): Pick<RunTarget, "detailedStatus"> & { status: RunTarget["status"] } {
  switch (status) {
    case "Success":
      return { status: "Success", detailedStatus: "Success" };
    case "Failed":
    case "TimedOut":
    case "Cancelled":
      return { status: "Failed", detailedStatus: status };
    case "Pending":
      return isOver
        ? { status: "Skipped", detailedStatus: "Skipped" }
        : { status: "Pending", detailedStatus: "Pending" };
    case "InProgress":
    case "Waiting":
    case "Cancelling":
      return { status: "Pending", detailedStatus: "InProgress" };
  }
}
