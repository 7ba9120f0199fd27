/**
 * The plan of a run: the calls that start it, written before the first of them, so that a run that was interrupted goes on and no
 * call is made twice. A run has one id, and parts: one execution each.
 */
import { createHash, randomBytes } from "node:crypto";
import type { StartAutomationExecutionRequest } from "@aws-sdk/client-ssm";
import { z } from "zod";
import type { PartInput } from "../request/parts";
import { gateSchema } from "../request/schema";

/** Raised when an earlier version would misunderstand the file. */
export const PLAN_VERSION = 1;

const accountId = z.string().regex(/^\d{12}$/);

export const planSchema = z.strictObject({
  version: z.literal(PLAN_VERSION),
  runId: z.string(),
  organizationId: z.string(),
  /** The administrator account, in which the executions are. */
  accountId,
  region: z.string(),
  document: z.string(),
  createdAt: z.iso.datetime(),
  /** ARN of the principal. */
  createdBy: z.string(),
  /** The run whose instances it runs again. */
  predecessor: z.string().optional(),
  /** At least one. The gate of the last wave says whether the run has succeeded, and nothing comes after it. */
  waves: z.array(z.strictObject({ name: z.string(), gate: gateSchema })).min(1),
  parts: z
    .array(
      z.strictObject({
        wave: z.int().min(0),
        /** Of StartAutomationExecution, without token and tags. */
        input: z.custom<PartInput>((value) => typeof value === "object" && value !== null),
        places: z.array(z.strictObject({ accountId, region: z.string(), instances: z.array(z.string()).optional() })),
      }),
    )
    .min(1),
});
export type RunPlan = z.infer<typeof planSchema>;

const RUN_ID = /^run-\d{8}-\d{6}-[0-9a-f]{6}$/;

/** `run-20261129-093012-4f1c3a`: sorts by time. */
export function newRunId(now: Date): string {
  const digits = now.toISOString().replace(/\D/g, "");
  return `run-${digits.slice(0, 8)}-${digits.slice(8, 14)}-${randomBytes(3).toString("hex")}`;
}

export function isRunId(id: string): boolean {
  return RUN_ID.test(id);
}

/** The tag of every execution that Fleetbook has started; its value is the run's id. */
const RUN_TAG = "fleetbook:run";

/** The key of a tag that one part alone has, because AWS finds executions by keys of tags and not by values. */
export function partTag(runId: string, part: number): string {
  return `${RUN_TAG}:${runId}:${part + 1}`;
}

/** The call that starts a part. The same part always has the same token, with which AWS starts it once. */
export function startInput({ runId, parts }: RunPlan, part: number): StartAutomationExecutionRequest {
  const { input } = parts[part] ?? {};
  if (input === undefined) throw new Error(`The run has no part ${part}.`);
  return {
    ...input,
    ClientToken: tokenOf(runId, part),
    Tags: [
      { Key: RUN_TAG, Value: runId },
      { Key: partTag(runId, part), Value: `${part + 1} of ${parts.length}` },
      ...(input.Tags ?? []),
    ],
  };
}

/** A UUID, as AWS demands. */
function tokenOf(runId: string, part: number): string {
  const hex = createHash("sha256").update(`${runId}/${part}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
