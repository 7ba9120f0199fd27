/**
 * Starts the parts of a run, each exactly once. An event goes to disk before each call and after it. If an answer was lost, or the
 * process was killed in between, the execution is looked for by the tag that its part alone has; and AWS starts a call that comes
 * again with the same token only once.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
import { OperationError } from "../../diagnostics/errors";
import { passes, UnreadableError } from "../collect/unreadable";
import { partTag, startInput } from "./plan";
import type { Clock, RunControl } from "./ports";
import type { RunStore } from "./store";
import { FLEETBOOK } from "../../diagnostics/called-as";

export interface StartPartsOptions {
  readonly run: RunStore;
  readonly control: RunControl;
  readonly clock: Clock;
  /** Parts that are to be started; default: all. */
  readonly wave?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWaiting?: (message: string) => void;
}

/** Milliseconds before a call is tried again whose answer was lost. The clients have tried several times before. */
const PAUSES = [1_000, 5_000, 15_000];

/** @returns the ids of the executions, in the order of the parts. @throws OperationError if AWS refuses one, or does not answer */
export async function startParts(options: StartPartsOptions): Promise<readonly string[]> {
  const { run, wave, signal } = options;
  const ids: string[] = [];
  for (const [part, planned] of run.plan.parts.entries()) {
    if (wave !== undefined && planned.wave !== wave) continue;
    const known = run.executionIds[part];
    if (known !== undefined) {
      ids.push(known);
      continue;
    }
    signal?.throwIfAborted();
    await checkNotStopped(run);
    const id = await startPart(options, part);
    await run.record({ event: "started", part, executionId: id }, options.clock.now());
    ids.push(id);
  }
  return ids;
}

/** @throws OperationError if somebody has stopped the run */
async function checkNotStopped(run: RunStore): Promise<void> {
  const at = await run.stoppedAt();
  if (at === undefined) return;
  throw new OperationError({
    place: run.plan.runId,
    message: `The run was stopped at ${at}, and does not go on.`,
    remedy: `Run what it did not reach: ${FLEETBOOK} retry ${run.plan.runId} --unreached.`,
  });
}

async function startPart(options: StartPartsOptions, part: number): Promise<string> {
  const { run, control, clock, signal, onWaiting } = options;
  const wasSent = run.events.some((event) => event.event === "sending" && event.part === part);
  if (!wasSent) await run.record({ event: "sending", part }, clock.now());
  for (let attempt = 0; ; attempt += 1) {
    try {
      const found = wasSent || attempt > 0 ? await findPart(options, part) : undefined;
      return found ?? (await control.start(startInput(run.plan, part)));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      const pause = PAUSES[attempt];
      // After an error that passes, AWS may have started the execution, or will if it is asked again.
      if (!passes(error) || pause === undefined) throw notStarted(options, part, error);
      onWaiting?.(`${error.message}; trying again in ${pause / 1000} s`);
      await clock.wait(pause, signal);
    }
  }
}

async function findPart({ run, control }: StartPartsOptions, part: number): Promise<string | undefined> {
  const [found] = await control.tagged([partTag(run.plan.runId, part)]);
  return found?.AutomationExecutionId;
}

function notStarted({ run }: StartPartsOptions, part: number, error: UnreadableError): OperationError {
  const { runId, parts } = run.plan;
  const which = parts.length === 1 ? "" : ` part ${part + 1} of ${parts.length}`;
  const started = run.executionIds.filter((id) => id !== undefined).length;
  const rest = started === 0 ? "Nothing was started" : `${started} of ${parts.length} parts run`;
  return new OperationError({
    place: runId,
    message: passes(error)
      ? `AWS did not answer the start of${which || " the run"}: ${error.message}. Whether it runs is not known.`
      : `AWS refuses to start${which || " the run"}: ${error.message}. ${rest}.`,
    remedy: passes(error)
      ? `Go on with: ${FLEETBOOK} start --resume ${runId}. It looks for what has started first.`
      : `${refusalRemedy(error)} Then go on with: ${FLEETBOOK} start --resume ${runId}.`,
  });
}

function refusalRemedy({ reason, message }: UnreadableError): string {
  if (reason === "access-denied") {
    return "Allow your principal ssm:StartAutomationExecution and ssm:AddTagsToResource, and iam:PassRole on the administration role (docs/operations.md).";
  }
  if (/AutomationDefinition/.test(message)) return "Deploy the administrator stack, or name another version.";
  return `${FLEETBOOK} preview names the cause.`;
}
