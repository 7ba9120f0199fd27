/** What a folder of plans says about them: of which commit, of which synthesized JSON, against which state each was made. */
import { z } from "zod";
import type { Problem } from "../../diagnostics/errors";

const problem = z
  .object({ place: z.string().optional(), message: z.string(), remedy: z.string() })
  .transform(({ place, ...rest }): Problem => (place === undefined ? rest : { place, ...rest }));

const changes = z.object({ add: z.number(), change: z.number(), remove: z.number() });

/** The state that a plan was made against. A stack that was never deployed has serial 0 and no lineage. */
const state = z.object({ lineage: z.string(), serial: z.number() });

const identity = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("role"), name: z.string() }),
  z.object({ kind: z.literal("document"), name: z.string(), region: z.string() }),
  z.object({ kind: z.literal("registration"), name: z.string(), service: z.string() }),
]);

/** One stack's plan, or why there is none. */
const keptPlan = z.object({
  /** The name is a folder's name, so it must not lead out of the folder of plans. */
  stack: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/),
  account: z.object({ id: z.string(), name: z.string() }),
  dependencies: z.array(z.string()),
  /** SHA-256 of the synthesized `cdk.tf.json`. */
  hash: z.string(),
  outcome: z.enum(["changed", "unchanged", "failed", "interrupted"]),
  changes,
  /** Whether resources are no longer as Terraform left them. */
  drifted: z.boolean(),
  state: state.optional(),
  /** Stacks that this one depends on and that were never applied. */
  waitsFor: z.array(z.string()),
  seconds: z.number(),
  problems: z.array(problem),
  /** What a reader of the review has to know, as full sentences. */
  notes: z.array(z.string()).optional(),
  /** What exists already and becomes part of the stack. */
  adopts: z.array(identity).optional(),
});

export const planManifest = z.object({
  format: z.literal(1),
  created: z.iso.datetime(),
  /** Undefined outside a git repository. */
  commit: z.string().optional(),
  /** Files that were changed and not committed. */
  uncommitted: z.array(z.string()),
  /** AWS_ENDPOINT_URL; undefined for AWS. */
  endpoint: z.string().optional(),
  terraform: z.object({ product: z.string(), version: z.string() }),
  /** Whether the plans were made with the accounts' plan roles, so that whoever applies them brings the credentials. */
  readOnly: z.literal(true).optional(),
  /** The revision that the stacks were compared with. */
  since: z.object({ ref: z.string(), commit: z.string() }).optional(),
  /** Which part of the stacks this is; the digest is of the division, which must be the same for all parts. */
  shard: z.object({ index: z.number(), count: z.number(), digest: z.string() }).optional(),
  stacks: z.array(keptPlan),
});

export type PlanManifest = z.infer<typeof planManifest>;
export type KeptPlan = z.infer<typeof keptPlan>;
export type PlannedState = z.infer<typeof state>;
