/** The part of a run that is kept after its end: the facts from which records are created. */
import type { Json } from "../document/json";
import type { KeptRun, RunFacts } from "./execution";
import { setMember } from "./members";
import type { Program } from "./program/program";
import type { ApiParameters, StepRecord } from "./records";
import { invalidSignal } from "./signal-wait";
import type { StepState } from "./steps/step-state";
import { NO_OUTPUT } from "./program/templates";
import { outputStrings, toApiParameters, toOutputStrings } from "./values";

export class EndedRun implements KeptRun {
  readonly #main: readonly StepState[];
  readonly #inner: readonly StepState[];
  readonly #program: Program;
  readonly #parameters: Readonly<Record<string, Json>>;
  /** In the document's order; undefined if an output has no value. */
  readonly #values: readonly (Json | undefined)[];
  readonly #variables: ReadonlyMap<string, Json>;

  constructor(
    main: readonly StepState[],
    inner: readonly StepState[],
    program: Program,
    parameters: Readonly<Record<string, Json>>,
    values: readonly (Json | undefined)[],
    variables: ReadonlyMap<string, Json>,
  ) {
    this.#main = main;
    this.#inner = inner;
    this.#program = program;
    this.#parameters = parameters;
    this.#values = values;
    this.#variables = variables;
  }

  steps(): readonly StepRecord[] {
    return this.#main.map((state) => state.record());
  }

  allSteps(): readonly StepRecord[] {
    if (this.#inner.length === 0) return this.steps();
    return [...this.#main, ...this.#inner].map((state) => state.record());
  }

  facts(): RunFacts {
    const facts = { Parameters: toApiParameters(this.#parameters), Outputs: this.#namedOutputs() };
    return this.#program.variables.size === 0
      ? facts
      : { ...facts, Variables: toOutputStrings(Object.fromEntries(this.#variables)) };
  }

  #namedOutputs(): ApiParameters {
    const strings = this.outputs();
    const named: Record<string, readonly string[]> = {};
    this.#program.outputs.forEach(({ entry }, index) => setMember(named, entry, strings[index] ?? []));
    return named;
  }

  /** The document's outputs as strings, in the document's order. */
  outputs(): readonly (readonly string[])[] {
    return this.#values.map((value) => (value === undefined ? [NO_OUTPUT] : outputStrings(value)));
  }

  stop(): void {
    // Nothing is left to stop.
  }

  signal(): never {
    throw invalidSignal("The execution has ended and accepts no signals.");
  }
}
