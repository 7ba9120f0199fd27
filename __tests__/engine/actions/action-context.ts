// Runs one action outside an execution, on the fake platform.
import type { JsonObject } from "../../../src/document/json";
import type { ActionResult, ActionRunner } from "../../../src/engine/steps/action-runner";
import { failureMessage } from "../../../src/engine/steps/failure-message";
import { StepFailure } from "../../../src/engine/errors";
import type { World } from "../../../src/engine/ports";
import { CALLER, fakePlatform, HOME, type FakePlatform, type Fakes } from "../fake-platform";

interface Run {
  readonly platform: FakePlatform;
  readonly ended: Promise<ActionResult>;
  /** Stops the step, as a time-out or a cancel does. */
  readonly stop: (reason: Error) => void;
}

export function begin(runner: ActionRunner, inputs: JsonObject, fakes: Fakes = {}, world: Partial<World> = {}): Run {
  const platform = fakePlatform(fakes);
  const stopper = new AbortController();
  const ended = runner({
    stepName: "step",
    inputs,
    executionId: "e-1",
    location: HOME,
    world: { ...platform.world(HOME, CALLER, true), ...world },
    clock: platform.clock,
    signal: stopper.signal,
    globals: { REGION: HOME.region, ACCOUNT_ID: HOME.accountId },
    startChild: () => Promise.reject(new Error("No action here starts children.")),
  });
  // Whoever began it may look at the outcome later than it comes.
  ended.catch(() => undefined);
  return { platform, ended, stop: (reason) => stopper.abort(reason) };
}

export function run(runner: ActionRunner, inputs: JsonObject, fakes: Fakes = {}): Promise<ActionResult> {
  return begin(runner, inputs, fakes).ended;
}

/** The message that a failing step shows. */
export async function messageOf(runner: ActionRunner, inputs: JsonObject, fakes: Fakes = {}): Promise<string> {
  return failureMessage(await errorOf(runner, inputs, fakes));
}

export async function errorOf(runner: ActionRunner, inputs: JsonObject, fakes: Fakes = {}): Promise<unknown> {
  return run(runner, inputs, fakes).then(
    () => {
      throw new Error("The step was to fail and succeeded.");
    },
    (error: unknown) => error,
  );
}

export async function failureOf(runner: ActionRunner, inputs: JsonObject, fakes: Fakes = {}): Promise<StepFailure> {
  const error = await errorOf(runner, inputs, fakes);
  if (error instanceof StepFailure) return error;
  throw error;
}

/** Answers one after the other; the last one for ever. */
export function inTurn(...answers: readonly JsonObject[]): () => JsonObject {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)] ?? {};
}

/** Parameters of the calls of one operation, in order. */
export function callsOf(platform: FakePlatform, name: string): readonly JsonObject[] {
  return platform.calls.filter((call) => call.name === name).map(({ parameters }) => parameters);
}
