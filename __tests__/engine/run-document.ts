// Runs a document on the fake platform to its end, for tests of what came of it.
import type { AutomationDocument, Step } from "../../src/document/model";
import { AutomationEngine } from "../../src/engine/engine";
import { ApiCallError } from "../../src/engine/errors";
import type { EngineEvent } from "../../src/engine/events";
import type { ExecutionRecord, StartRequest, StepRecord } from "../../src/engine/records";
import { CALLER, fakePlatform, HOME, type FakePlatform, type Fakes } from "./fake-platform";

export interface Started {
  readonly engine: AutomationEngine;
  readonly platform: FakePlatform;
  readonly id: string;
  readonly events: readonly EngineEvent[];
  readonly ended: () => Promise<Ended>;
  readonly record: () => ExecutionRecord;
  /** The latest record of a step, those inside of loops included. */
  readonly step: (name: string) => StepRecord;
}

export interface Ended {
  readonly record: ExecutionRecord;
  readonly status: string;
  readonly steps: readonly StepRecord[];
  /** `name: status` of each main step. */
  readonly statuses: readonly string[];
  readonly platform: FakePlatform;
  readonly step: (name: string) => StepRecord;
}

/** A document of these steps. */
export function documentOf(steps: readonly unknown[], rest: Partial<AutomationDocument> = {}): AutomationDocument {
  return { schemaVersion: "0.3", mainSteps: steps as readonly Step[], ...rest };
}

/** A step that calls an API of which the fake platform knows the answer: `answers` says which. */
export function callStep(name: string, api = name, rest: Readonly<Record<string, unknown>> = {}): unknown {
  const { inputs, ...properties } = rest;
  return { name, action: "aws:executeAwsApi", inputs: { Service: "test", Api: api, ...(inputs ?? {}) }, ...properties };
}

export async function start(
  document: AutomationDocument,
  fakes: Fakes = {},
  request: Partial<StartRequest> = {},
): Promise<Started> {
  const platform = fakePlatform({
    ...fakes,
    documents: { tested: document, ...fakes.documents },
    api: { "test:ok": () => ({}), "test:fail": failing, ...fakes.api },
  });
  const events: EngineEvent[] = [];
  const engine = new AutomationEngine(platform, { observe: (event) => events.push(event) });
  const id = await engine.start(HOME, CALLER, { DocumentName: "tested", ...request });
  const latest = (name: string): StepRecord => {
    const found = engine.steps(HOME, id).findLast(({ StepName }) => StepName === name);
    if (found === undefined) throw new Error(`There is no step ${name}.`);
    return found;
  };
  return {
    engine,
    platform,
    id,
    events,
    record: () => engine.record(HOME, id),
    step: latest,
    ended: async () => {
      const record = await engine.ended(HOME, id);
      return {
        record,
        platform,
        status: record.AutomationExecutionStatus,
        steps: engine.steps(HOME, id),
        statuses: record.StepExecutions.map(({ StepName, StepStatus }) => `${StepName}: ${StepStatus}`),
        step: latest,
      };
    },
  };
}

/** Starts a document and waits for its end. */
export async function run(
  document: AutomationDocument,
  fakes: Fakes = {},
  request: Partial<StartRequest> = {},
): Promise<Ended> {
  return (await start(document, fakes, request)).ended();
}

function failing(): never {
  throw new ApiCallError("Broken", "It is broken.", "fail");
}

/** Lets everything go on that does not wait for time or for a signal. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** What is thrown. */
export function errorOf(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
