/** One run of an association, from its start to its outcome. */
import { ApiCallError, AutomationError } from "../../../engine/errors";
import type { Clock, Commands, Identity } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import { AwsError, notImplemented } from "../../protocol/aws-error";
import { startAutomation, type Automations } from "./automation-work";
import { startCommand } from "./command-work";
import { findDocument, runsOnNodes, type AssociationDocuments } from "./documents";
import { missingRole, startRequest } from "./start-request";
import type { ByAssociation } from "../run-command/command";
import type { WatchNodes } from "./new-nodes";
import {
  addRun,
  currentVersion,
  type AssociationRun,
  type AssociationState,
  type RunOutcome,
  type StartedWork,
} from "./state";

/** The parts of the sandbox that a run uses. */
export interface RunOptions {
  readonly clock: Clock;
  readonly automations: Automations;
  readonly documents: AssociationDocuments;
  /** Run Command on behalf of State Manager. If undefined, associations of Command documents are not implemented. */
  readonly commands: ((location: Location, byAssociation: ByAssociation) => Commands) | undefined;
  /** Watches the managed nodes that targets select. If undefined, associations do not serve nodes that are added. */
  readonly watchNodes?: WatchNodes;
  /** State Manager's own identity: see stateManagerPrincipal. */
  readonly identity: (location: Location) => Identity;
  /** A new UUID. */
  readonly newId: () => string;
  /** How late the end of a run is reported, in milliseconds. @default at once */
  readonly reportedAfter?: (association: AssociationState) => number;
  /** Receives the reason if a run could not start, which AWS's API does not report. */
  readonly log: (line: string) => void;
}

const HOUR = 60 * 60_000;

/**
 * Starts a run of the current version. Earlier runs that are still in progress end as TimedOut, as on AWS.
 * @param nodes the ids of added nodes, which are served beside the earlier runs; undefined: all targets
 */
export function startRun(options: RunOptions, association: AssociationState, nodes?: readonly string[]): void {
  const now = options.clock.now();
  if (nodes === undefined) endEarlierRuns(association, now);
  const run: AssociationRun = {
    id: options.newId(),
    version: currentVersion(association),
    created: now,
    nodes,
    work: undefined,
    end: undefined,
  };
  addRun(association, run);
  void perform(options, association, run);
}

function endEarlierRuns({ runs, timers }: AssociationState, now: Date): void {
  for (const earlier of runs) {
    if (earlier.end !== undefined) continue;
    earlier.end = { status: "Failed", detailedStatus: "TimedOut", time: now };
    earlier.work?.cancel();
    timers.endLimit();
  }
}

/** Never rejects. */
async function perform(options: RunOptions, association: AssociationState, run: AssociationRun): Promise<void> {
  const outcome = await outcomeOf(options, association, run).catch((error: unknown) => {
    explain(options, association, error);
    return refusal(error);
  });
  const late = options.reportedAfter?.(association) ?? 0;
  if (late > 0) await options.clock.sleep(late);
  run.end ??= { ...outcome, time: options.clock.now() };
}

async function outcomeOf(options: RunOptions, association: AssociationState, run: AssociationRun): Promise<RunOutcome> {
  const work = await startWork(options, association, run);
  run.work = work;
  // The next run was started before this one had started its work.
  if (run.end !== undefined) work.cancel();
  else limitTime(options, association, run, work);
  try {
    return await work.ended;
  } finally {
    if (association.runs[0] === run) association.timers.endLimit();
  }
}

/** Cancels the work when the association's Duration is over. */
function limitTime(options: RunOptions, association: AssociationState, run: AssociationRun, work: StartedWork): void {
  const { Duration: hours } = run.version.settings;
  if (hours !== undefined) association.timers.endLimit = options.clock.after(hours * HOUR, () => work.cancel());
}

async function startWork(
  options: RunOptions,
  association: AssociationState,
  run: AssociationRun,
): Promise<StartedWork> {
  const { id: associationId, location } = association;
  const { settings } = run.version;
  const { documents, automations, commands, identity } = options;
  const document = await findDocument(documents, location, settings);
  association.documentVersion = document.version;
  if (runsOnNodes(document)) {
    if (commands === undefined) throw notImplemented("ssm", `associations of ${document.type} documents`);
    const byAssociation = { outputFolder: outputFolderOf(associationId, run.created) };
    return startCommand(commands(location, byAssociation), settings, location, run.created, run.nodes);
  }
  const fault = missingRole(settings, document);
  if (fault !== undefined) throw new AutomationError("InvalidAutomationExecutionParametersException", fault);
  return startAutomation(automations, {
    location,
    caller: identity(location),
    request: startRequest(settings, location),
    associationId,
    targetType: document.targetType,
  });
}

/** The agent's folder of a node's outputs: the node, the association, and the time of the run without colons. */
function outputFolderOf(associationId: string, started: Date): ByAssociation["outputFolder"] {
  const time = started.toISOString().replaceAll(":", "-");
  return (instanceId) => `${instanceId}/${associationId}/${time}`;
}

/** Logs why an association did not run. */
export function explain({ log }: Pick<RunOptions, "log">, { id, location }: AssociationState, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  log(`Association ${id} in ${location.accountId} ${location.region} did not run: ${reason}`);
}

/** AWS shows `InvalidAutomationParameters`; for other refusals its detailed status is not known, so the error's name is used. */
function refusal(error: unknown): RunOutcome {
  const isKnown = error instanceof AutomationError || error instanceof ApiCallError || error instanceof AwsError;
  const code = isKnown ? error.code : "Failed";
  const detailedStatus =
    code === "InvalidAutomationExecutionParametersException" ? "InvalidAutomationParameters" : code;
  return { status: "Failed", detailedStatus };
}
