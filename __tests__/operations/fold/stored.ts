/** Runs in memory, for tests. */
import { createHash } from "node:crypto";
import type { StoredRun } from "../../../src/operations/results/read-run";
import type { OutputReference, ResultRecord, Run, StepRecord } from "../../../src/operations/results/schema";
import { executionOf, run, stepOf } from "../results/records";

export class Outputs {
  readonly #kept = new Map<string, Buffer>();

  /** The reference of an output, which can then be read. */
  keep(content: string | Buffer, changes: Partial<OutputReference> = {}): OutputReference {
    const bytes = Buffer.from(content as string);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    this.#kept.set(sha256, bytes);
    return { sha256, bytes: bytes.length, encoding: "utf-8", source: "step", ...changes };
  }

  readonly read = (sha256: string): Promise<Buffer> => {
    const bytes = this.#kept.get(sha256);
    return bytes === undefined ? Promise.reject(new Error(`no output ${sha256}`)) : Promise.resolve(bytes);
  };
}

export function storedRun(
  records: readonly ResultRecord[],
  outputs = new Outputs(),
  changes: Partial<Run> = {},
): StoredRun {
  return {
    run: { ...run, ...changes },
    async *records() {
      await Promise.resolve();
      yield* records;
    },
    output: outputs.read,
  };
}

export interface Answer {
  readonly accountId: string;
  readonly instance: string;
  readonly text?: string | Buffer;
  readonly name?: string;
  readonly hostName?: string;
  readonly step?: string;
  readonly changes?: Partial<StepRecord>;
}

/** Records of instances that answer one step each. */
export function answering(outputs: Outputs, answers: readonly Answer[]): readonly ResultRecord[] {
  return answers.flatMap(({ accountId, instance, text, name, hostName, step = "Ask", changes = {} }) => {
    const names = { ...(name !== undefined && { instanceName: name }) };
    const executionId = `execution-of-${accountId}-${instance}`;
    const failed = changes.status !== undefined && changes.status !== "Success";
    return [
      stepOf(instance, step, {
        ...{ accountId, executionId, ...names },
        ...(text !== undefined && { output: outputs.keep(text) }),
        ...changes,
      }),
      executionOf(instance, {
        ...{ accountId, executionId, ...names },
        ...(hostName !== undefined && { hostName }),
        ...(failed && { status: changes.status }),
      }),
    ];
  });
}
