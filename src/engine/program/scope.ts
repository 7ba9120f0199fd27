/** The values of references during an execution: parameters, variables, outputs of steps, system values. */
import type { Json } from "../../document/json";
import type { Location } from "../../iam/location";
import type { ExecutionStatus } from "../records";

/** The facts of a step that references can read. */
interface HasOutputs {
  readonly status: ExecutionStatus;
  readonly outputs: Readonly<Record<string, Json>>;
}

export class Scope {
  readonly variables: Map<string, Json>;
  readonly #steps = new Map<string, HasOutputs>();
  #time: Date;
  #globals: Readonly<Record<string, string>> | undefined;

  readonly #location: Location;
  readonly #executionId: string;

  constructor(
    readonly parameters: Readonly<Record<string, Json>>,
    variables: ReadonlyMap<string, Json>,
    location: Location,
    executionId: string,
    start: Date,
  ) {
    this.#location = location;
    this.#executionId = executionId;
    this.variables = new Map(variables);
    this.#time = start;
  }

  /** Sets the step that starts. From now on `global:DATE` has its time, and references to its name read its outputs. */
  begin(stepName: string, step: HasOutputs, time: Date): void {
    this.#steps.set(stepName, step);
    this.#time = time;
    this.#globals = undefined;
  }

  /** An output of a step. For a step inside a loop, that of its latest run. */
  output(stepName: string, name: string): Json | undefined {
    const outputs = this.#steps.get(stepName)?.outputs;
    return outputs !== undefined && Object.hasOwn(outputs, name) ? (outputs[name] ?? undefined) : undefined;
  }

  /** Whether the latest run of a step succeeded. */
  succeeded(stepName: string): boolean {
    return this.#steps.get(stepName)?.status === "Success";
  }

  /** `global:…` and `automation:EXECUTION_ID`; undefined for other names. */
  system(name: string): string | undefined {
    if (name === "automation:EXECUTION_ID") return this.#executionId;
    const global = name.startsWith("global:") ? name.slice("global:".length) : "";
    return Object.hasOwn(this.globals, global) ? this.globals[global] : undefined;
  }

  /** System values by their names without `global:`. Times are UTC. */
  get globals(): Readonly<Record<string, string>> {
    if (this.#globals === undefined) {
      const [date = "", time = ""] = this.#time.toISOString().split("T");
      this.#globals = {
        DATE: date,
        DATE_TIME: `${date}_${time.slice(0, 8).replaceAll(":", ".")}`,
        REGION: this.#location.region,
        ACCOUNT_ID: this.#location.accountId,
        AWS_PARTITION: this.#location.partition,
      };
    }
    return this.#globals;
  }
}
