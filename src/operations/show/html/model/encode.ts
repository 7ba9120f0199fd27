/** Records of the results as the page carries them, one at a time. */
import type { ExecutionRecord, Failure, ResultRecord, StepRecord } from "../../../results/schema";
import type {
  Interned,
  Moment,
  PageExecution,
  PageFailure,
  PageOutputReference,
  PageRecord,
  PageStep,
} from "./page-data";

/** What the encoder knows of an output; its number is its place in `outputs`. */
interface SeenOutput {
  readonly sha256: string;
  readonly bytes: number;
  readonly isText: boolean;
}

export class Encoder {
  /** The outputs that the records refer to, each once. */
  readonly outputs: SeenOutput[] = [];
  readonly #outputs = new Map<string, number>();
  readonly #strings = new Map<string, number>();
  readonly #base: number;

  /** @param base milliseconds since 1970 */
  constructor(base: number) {
    this.#base = base;
  }

  encode(record: ResultRecord): PageRecord {
    switch (record.kind) {
      case "execution":
        return this.#execution(record);
      case "step":
        return this.#step(record);
      case "unread":
        return [2, record];
    }
  }

  #execution(record: ExecutionRecord): PageExecution {
    return [
      0,
      record.level,
      this.#intern(record.accountId),
      this.#intern(record.region),
      this.#intern(record.executionId),
      this.#intern(record.instance),
      this.#intern(record.instanceName),
      this.#intern(record.hostName),
      this.#intern(record.status),
      this.#moment(record.startTime),
      this.#moment(record.endTime),
      this.#failure(record.failure),
      record.outputs ?? null,
    ];
  }

  #step(record: StepRecord): PageStep {
    const { parentStep: parent } = record;
    return [
      1,
      this.#intern(record.accountId),
      this.#intern(record.region),
      this.#intern(record.executionId),
      this.#intern(record.instance),
      this.#intern(record.instanceName),
      this.#intern(record.step),
      record.index,
      this.#intern(record.action),
      this.#intern(record.status),
      this.#moment(record.startTime),
      this.#moment(record.endTime),
      this.#failure(record.failure),
      this.#intern(record.responseCode),
      this.#intern(record.response),
      record.maxAttempts ?? null,
      record.timeoutSeconds ?? null,
      Object.entries(record.inputs).flatMap(([name, json]) => [this.#intern(name), this.#intern(json)]),
      this.#intern(parent && loopName(parent)),
      record.commandId ?? null,
      this.#output(record.output),
    ];
  }

  #failure(failure: Failure | undefined): PageFailure | null {
    if (failure === undefined) return null;
    const { message, stage, type, cause } = failure;
    return [this.#intern(message), this.#intern(stage), this.#intern(type), this.#intern(cause)];
  }

  #output(reference: StepRecord["output"]): PageOutputReference | null {
    if (reference === undefined) return null;
    const { sha256, bytes, encoding, source, cut } = reference;
    let number = this.#outputs.get(sha256);
    if (number === undefined) {
      number = this.outputs.push({ sha256, bytes, isText: encoding === "utf-8" }) - 1;
      this.#outputs.set(sha256, number);
    }
    return [number, source, cut ?? null];
  }

  #moment(time: string | undefined): Moment {
    return time === undefined ? null : Date.parse(time) - this.#base;
  }

  #intern(string: string | undefined): Interned {
    if (string === undefined) return null;
    const number = this.#strings.get(string);
    if (number !== undefined) return number;
    this.#strings.set(string, this.#strings.size);
    return string;
  }
}

function loopName({ step, iteration, iteratorValue }: NonNullable<StepRecord["parentStep"]>): string {
  const count = iteration === undefined ? "" : `, iteration ${iteration}`;
  return `${step}${count}${iteratorValue === undefined ? "" : ` (${iteratorValue})`}`;
}
