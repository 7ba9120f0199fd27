/**
 * Runs one runbook without a sandbox and without a network, for tests of runbooks and for `runbook simulate`. A simulation
 * evaluates no policies and runs a single execution. The sandbox runs executions for targets and for several accounts.
 */
import { randomUUID } from "node:crypto";
import type { AmazonDocuments } from "../amazon/document";
import type { JsonObject } from "../document/json";
import type { AutomationDocument, Runbook } from "../document/model";
import { VirtualClock } from "../engine/clock";
import { AutomationEngine } from "../engine/engine";
import { ApiCallError } from "../engine/errors";
import type { EngineEvent } from "../engine/events";
import type { Clock, Identities, Identity, Platform } from "../engine/ports";
import type { Location } from "../iam/location";
import { isTerminal, type ExecutionRecord } from "../engine/records";
import { readStore } from "../engine/stored-parameters";
import { toApiParameters } from "../engine/values";
import type { UserPrincipal } from "../sandbox/identities/principals";
import type { NodeDescriptions } from "../sandbox/machines/description";
import { AwsError } from "../sandbox/protocol/aws-error";
import { amazonDocuments } from "../sandbox/systems-manager/documents/amazon";
import { needsOf, needText } from "../sandbox/systems-manager/documents/needs";
import { commandsPort } from "../sandbox/systems-manager/run-command/commands-port";
import { RunCommand } from "../sandbox/systems-manager/run-command/run-command";
import { SimulatedApi, type ApiAnswers } from "./api";
import { commandDocumentsOf, contentIn, projectDocuments } from "./command-documents";
import { SimulatedDocuments } from "./documents";
import { SimulatedNodes, type SimulatedNode } from "./nodes";
import { Outside } from "./outside";
import { runOf, stepOf } from "./read-records";
import { SimulatedRun } from "./result";
import type { SimulatedStep } from "./run-facts";
import { SimulatedScripts, type ScriptFunction } from "./scripts";
import { instanceInformation } from "./instance-information";
import { TEST_REMEDIES, type Remedies } from "./remedies";
import { Signals, type SimulatedSignal } from "./signals";

/** The world in which a runbook is simulated: parameters, nodes, answers of APIs and scripts, signals. */
export interface SimulationOptions {
  /** Values with their types: string, number, boolean, list or map. @default the runbook's own defaults */
  readonly parameters?: JsonObject;
  /** Managed nodes, by instance ID. @default none */
  readonly nodes?: Readonly<Record<string, SimulatedNode>>;
  /** A nodes file that describes the nodes further (`readNodes`). */
  readonly nodesFile?: NodeDescriptions;
  /** The platform of nodes without a description. @default Linux */
  readonly platform?: "Linux" | "Windows";
  /** Answers to calls of AWS's APIs, by steps and inside scripts. A call without one fails. */
  readonly api?: ApiAnswers;
  /** Functions in place of scripts, by step. @default Python scripts run on this machine's Python, where `api` answers boto3 and the AWS CLI */
  readonly scripts?: Readonly<Record<string, ScriptFunction>>;
  /** Documents of Amazon's, besides the built-in ones and in their place. @default those of the project's amazon-documents/ */
  readonly amazonDocuments?: AmazonDocuments;
  /** Runbooks that steps start, in addition to Amazon's. */
  readonly documents?: readonly Runbook[];
  /** Contents (JSON or YAML) of Command documents by name, in addition to Amazon's. */
  readonly commandDocuments?: Readonly<Record<string, string>>;
  /** Signals that approve, reject, resume or cancel. @default none: steps that wait time out */
  readonly signals?: readonly SimulatedSignal[];
  /** @default a VirtualClock at 2026-01-01T00:00:00Z: waiting takes no real time */
  readonly clock?: Clock;
  /** @default account 111122223333, ap-northeast-1 */
  readonly location?: Partial<Location>;
  /** The environment in which Python is searched. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Cancels the execution. */
  readonly signal?: AbortSignal;
  /** Called with each step when it ends, those of child executions included. */
  readonly onStep?: (step: SimulatedStep, of: StepPlace) => void;
  /** What messages say about something that is missing. @default the options of a test */
  readonly remedies?: Remedies;
  /** Called with the output of scripts, and with remarks: what the runbook needs, answers that nothing asked for. */
  readonly log?: (line: string) => void;
}

export interface StepPlace {
  readonly runbook: string;
  /** 0 for the simulated runbook, 1 for the runbooks that its steps start, … */
  readonly level: number;
}

/** The numbers of calls and commands so far. */
interface Asked {
  readonly calls: number;
  readonly commands: number;
}

interface KnownExecution {
  readonly place: StepPlace;
  /** The step that runs. */
  step: string;
  readonly before: Asked;
  after: Asked | undefined;
}

const START = new Date("2026-01-01T00:00:00Z");
const LOCATION: Location = { partition: "aws", accountId: "111122223333", region: "ap-northeast-1" };

/**
 * Simulates one execution to its end.
 * @throws AutomationError if the start is refused: a parameter is missing, unknown or has an invalid value
 * @throws ConfigurationError for options that contradict the runbook
 * @throws any error of a function among the options, except ApiCallError and ScriptError, which fail the step
 */
export async function simulate(runbook: Runbook, options: SimulationOptions = {}): Promise<SimulatedRun> {
  const simulation = new Simulation(runbook, options);
  try {
    return await simulation.run();
  } finally {
    await simulation.stop();
  }
}

class Simulation {
  readonly #location: Location;
  readonly #caller: UserPrincipal;
  readonly #clock: Clock;
  readonly #outside: Outside;
  readonly #amazon: AmazonDocuments;
  readonly #documents: SimulatedDocuments;
  readonly #nodes: SimulatedNodes;
  readonly #api: SimulatedApi;
  readonly #scripts: SimulatedScripts;
  readonly #engine: AutomationEngine;
  readonly #signals: Signals;
  /** By id. One runs at a time: a step that starts another one waits for it. */
  readonly #executions = new Map<string, KnownExecution>();
  /** IDs of steps, in the order in which they started. */
  readonly #started = new Map<string, number>();

  readonly #runbook: Runbook;
  readonly #options: SimulationOptions;

  constructor(runbook: Runbook, options: SimulationOptions) {
    this.#runbook = runbook;
    this.#options = options;
    const { env = process.env, log = () => undefined, remedies = TEST_REMEDIES } = options;
    this.#location = { ...LOCATION, ...options.location };
    const { partition, accountId, region } = this.#location;
    const arn = `arn:${partition}:iam::${accountId}:user/simulation`;
    this.#caller = { type: "User", accountId, arn, userName: "simulation", userId: "AIDASIMULATION" };
    this.#clock = options.clock ?? new VirtualClock(START);
    this.#outside = new Outside(this.#clock);
    this.#amazon =
      options.amazonDocuments === undefined ? projectDocuments() : amazonDocuments(options.amazonDocuments);
    this.#documents = new SimulatedDocuments([...(options.documents ?? []), runbook], this.#amazon, remedies);
    this.#nodes = new SimulatedNodes({
      nodes: options.nodes ?? {},
      nodesFile: options.nodesFile ?? {},
      platform: options.platform ?? "Linux",
      location: this.#location,
      clock: this.#clock,
      outside: this.#outside,
      remedies,
    });
    this.#api = new SimulatedApi(options.api ?? {}, this.#outside, remedies, {
      "ssm:DescribeInstanceInformation": instanceInformation({
        ...{ nodes: this.#nodes, clock: this.#clock, location: this.#location, caller: this.#caller },
      }),
    });
    this.#scripts = new SimulatedScripts({
      functions: options.scripts ?? {},
      stepOf: (executionId) => this.#executions.get(executionId)?.step ?? "",
      region,
      api: this.#api,
      outside: this.#outside,
      tools: { env, log },
      remedies,
    });
    this.#engine = new AutomationEngine(this.#platform(log), { observe: (event) => this.#observe(event) });
    this.#signals = new Signals(this.#engine, {
      signals: options.signals ?? [],
      location: this.#location,
      caller: this.#caller,
      clock: this.#clock,
    });
  }

  async run(): Promise<SimulatedRun> {
    const { signal, parameters = {} } = this.#options;
    const engine = this.#engine;
    this.#sayNeeds();
    const id = await engine.start(this.#location, this.#caller, {
      DocumentName: this.#runbook.name,
      Parameters: toApiParameters(parameters),
    });
    const cancel = (): void => {
      if (!isTerminal(engine.record(this.#location, id).AutomationExecutionStatus)) {
        engine.stop(this.#location, id, "Cancel");
      }
    };
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted === true) cancel();
    await engine.ended(this.#location, id);
    signal?.removeEventListener("abort", cancel);
    if (this.#outside.fault !== undefined) throw this.#outside.fault.error;
    this.#signals.end(this.#documents.stepNames());
    this.#sayUnasked();
    return this.#result(id, engine.records(this.#location).toReversed());
  }

  async stop(): Promise<void> {
    await Promise.all([this.#nodes.stop(), this.#scripts.stop()]);
  }

  #sayNeeds(): void {
    const { log = () => undefined, scripts = {}, commandDocuments = {} } = this.#options;
    const { name, document } = this.#runbook;
    const needs = needsOf(name, document as JsonObject & AutomationDocument, {
      amazon: this.#amazon,
      isReplaced: (step) => Object.hasOwn(scripts, step),
      other: (called) =>
        (this.#documents.own(called)?.document as (JsonObject & AutomationDocument) | undefined) ??
        (Object.hasOwn(commandDocuments, called) ? contentIn(commandDocuments[called] ?? "") : undefined),
    });
    for (const need of needs) log(needText(need));
  }

  #sayUnasked(): void {
    const { log = () => undefined } = this.#options;
    for (const { name, meant = "" } of this.#api.unasked()) {
      log(`Nothing has asked for the answer to ${name}. ${meant}`.trim());
    }
  }

  #platform(log: (line: string) => void): Platform {
    const { commandDocuments = {}, remedies = TEST_REMEDIES } = this.#options;
    const runCommand = new RunCommand({
      nodes: this.#nodes,
      documents: commandDocumentsOf(commandDocuments, this.#amazon, remedies),
      readParameters: (_, names) => readStore(names, this.#api),
      send: () => Promise.reject(new AwsError("InvalidTarget", "A simulation has no resource groups.")),
      runOnNode: this.#nodes.runOnNode,
      clock: this.#clock,
      log,
    });
    const world = {
      api: this.#api,
      scripts: this.#scripts,
      commands: commandsPort(runCommand, ALLOWS_ALL, this.#location, this.#caller),
      targets: { resolve: () => Promise.reject(notSimulated("Targets")) },
    };
    return {
      clock: this.#clock,
      documents: this.#documents,
      identities: IDENTITIES,
      organization: { accountsUnder: () => Promise.reject(notSimulated("TargetLocations")) },
      world: () => world,
      newId: randomUUID,
    };
  }

  #observe(event: EngineEvent): void {
    const { executionId: id } = event;
    if (event.kind === "executionStarted") {
      const { DocumentName: runbook, ParentAutomationExecutionId: parent = "" } = event.record;
      const level = (this.#executions.get(parent)?.place.level ?? -1) + 1;
      this.#executions.set(id, { place: { runbook, level }, step: "", before: this.#count(), after: undefined });
      return;
    }
    const execution = this.#executions.get(id);
    if (execution === undefined) return;
    switch (event.kind) {
      case "stepStarted":
        execution.step = event.step.StepName;
        this.#started.set(event.step.StepExecutionId, this.#started.size);
        this.#signals.stepStarted(id, event.step);
        return;
      case "stepEnded": {
        const { place } = execution;
        this.#options.onStep?.(stepOf(event.step, this.#documents.viewOf(place.runbook)), place);
        return;
      }
      case "executionEnded":
        execution.after = this.#count();
    }
  }

  #count(): Asked {
    return { calls: this.#api.calls.length, commands: this.#nodes.commands.length };
  }

  /** @param records of all executions, the oldest first */
  #result(id: string, records: readonly ExecutionRecord[]): SimulatedRun {
    const record = this.#engine.record(this.#location, id);
    const document = this.#documents.viewOf(record.DocumentName);
    const { before, after } = this.#executions.get(id) ?? {};
    const order = (stepId: string): number => this.#started.get(stepId) ?? Infinity;
    const steps = this.#engine
      .steps(this.#location, id)
      .toSorted((a, b) => compare(order(a.StepExecutionId), order(b.StepExecutionId)));
    const children = records.filter(({ ParentAutomationExecutionId: parent }) => parent === id);
    return new SimulatedRun({
      ...runOf(record, document),
      steps: steps.map((step) => stepOf(step, document)),
      children: children.map(({ AutomationExecutionId: child }) => this.#result(child, records)),
      calls: this.#api.calls.slice(before?.calls, after?.calls),
      commands: this.#nodes.commands.slice(before?.commands, after?.commands),
    });
  }
}

/** A simulation allows every action. */
const ALLOWS_ALL = { require: () => Promise.resolve() };

/** Every role can be assumed. */
const IDENTITIES: Identities = {
  assumeForExecution: (_location, executionId, role) => Promise.resolve(sessionOf(role, `Automation-${executionId}`)),
  assume: (_location, _from, role, session) => Promise.resolve(sessionOf(role, session)),
  authorize: () => Promise.resolve(),
};

function sessionOf(roleArn: string, session: string): Identity {
  const [, partition = "", , , account = "", role = ""] = roleArn.split(":");
  return { arn: `arn:${partition}:sts::${account}:assumed-role/${role.split("/").at(-1)}/${session}` };
}

function notSimulated(what: string): ApiCallError {
  const message = `${what} are not simulated: a simulation is one execution. Run the runbook in the sandbox.`;
  return new ApiCallError("NotSimulated", message, "StartAutomationExecution");
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
