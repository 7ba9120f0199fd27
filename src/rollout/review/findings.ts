/** What a review finds: data, the same for whoever shows it. */
import type { Destruction } from "./destructions";
import type { Drift } from "./drift";
import type { PlanChange } from "./plan-changes";
import type { Grouped } from "./places";
import type { PolicyChange } from "./policies/policy-change";
import type { ChangeKind } from "./resource-changes";
import type { RunbookChange } from "./runbooks/runbook-change";

export interface Findings {
  readonly counts: Counts;
  readonly unplanned: readonly (Reason & Grouped)[];
  readonly notes: readonly (Reason & Grouped)[];
  /** What is destroyed, replaced or forgotten. */
  readonly destructions: readonly (Destruction & Grouped)[];
  readonly policies: readonly (PolicyChange & Grouped)[];
  readonly runbooks: readonly (RunbookChange & Grouped)[];
  /** What was changed outside Terraform. */
  readonly drift: readonly (Drift & Grouped)[];
  /** Every change with its attributes. */
  readonly changes: readonly (PlanChange & Grouped)[];
  /** Names of the stacks without changes. */
  readonly unchanged: readonly string[];
}

interface Reason {
  readonly reason: string;
}

interface Counts extends Readonly<Record<ChangeKind, number>> {
  readonly stacks: number;
  readonly accounts: number;
  readonly unplanned: number;
  /** Resources that were changed outside Terraform. */
  readonly drifted: number;
}
