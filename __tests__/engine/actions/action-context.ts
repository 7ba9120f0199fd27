// Runs one action outside an execution, on the fake platform.
import type { ActionName } from "../../../src/document/action-table";
import type { JsonObject } from "../../../src/document/json";
import { compile } from "../../../src/engine/program/compile";
import type { ActionResult, StepContext } from "../../../src/engine/steps/action-runner";
import { runnerOf } from "../../../src/engine/steps/action-runners";
import { readInputs } from "../../../src/engine/steps/step-inputs";
import { failureMessage } from "../../../src/engine/steps/failure-message";
import { StepFailure } from "../../../src/engine/errors";
import type { World } from "../../../src/engine/ports";
import type { StepRecord } from "../../../src/engine/records";
import { documentOf, run as runDocument } from "../run-document";
import { CALLER, fakePlatform, HOME, type FakePlatform, type Fakes } from "../fake-platform";

interface Run {
  readonly platform: FakePlatform;
  readonly ended: Promise<ActionResult>;
  /** Stops the step, as a time-out or a cancel does. */
  readonly stop: (reason: Error) => void;
}

type Action = Parameters<typeof runnerOf>[0];

/** @param inputs as they are when their references are filled in and they have been checked */
export function begin(action: Action, inputs: JsonObject, fakes: Fakes = {}, world: Partial<World> = {}): Run {
  const platform = fakePlatform(fakes);
  const stopper = new AbortController();
  const [step] = compile(documentOf([{ name: "step", action, inputs }])).steps;
  if (step === undefined) throw new Error("The document has no step.");
  const runWith = async (context: StepContext): Promise<ActionResult> =>
    runnerOf(action)({ ...context, inputs: readInputs<ActionName>(step, inputs) });
  const ended = runWith({
    stepName: "step",
    executionId: "e-1",
    location: HOME,
    world: { ...platform.world(HOME, CALLER, true), ...world },
    clock: platform.clock,
    signal: stopper.signal,
    globals: { REGION: HOME.region, ACCOUNT_ID: HOME.accountId },
    startChild: () => Promise.reject(new Error("No action here starts children.")),
  });
  // The test may await the outcome after it has settled.
  ended.catch(() => undefined);
  return { platform, ended, stop: (reason) => stopper.abort(reason) };
}

export function run(action: Action, inputs: JsonObject, fakes: Fakes = {}): Promise<ActionResult> {
  return begin(action, inputs, fakes).ended;
}

/** The message that a failing step shows. */
export async function messageOf(action: Action, inputs: JsonObject, fakes: Fakes = {}): Promise<string> {
  return failureMessage(await errorOf(action, inputs, fakes));
}

export async function errorOf(action: Action, inputs: JsonObject, fakes: Fakes = {}): Promise<unknown> {
  return run(action, inputs, fakes).then(
    () => {
      throw new Error("The step was to fail and succeeded.");
    },
    (error: unknown) => error,
  );
}

export async function failureOf(action: Action, inputs: JsonObject, fakes: Fakes = {}): Promise<StepFailure> {
  const error = await errorOf(action, inputs, fakes);
  if (error instanceof StepFailure) return error;
  throw error;
}

/** The step as an execution of it is recorded, for inputs that are refused before the action gets them. */
export async function executed(action: Action, inputs: JsonObject, fakes: Fakes = {}): Promise<StepRecord> {
  const { step } = await runDocument(documentOf([{ name: "step", action, inputs }]), fakes);
  return step("step");
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
