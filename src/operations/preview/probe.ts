/** What every probe gets, and what it is. */
import type { CatalogueEntry } from "../../catalogue/catalogue";
import type { Account, Fleet } from "../../fleet/model";
import type { ResolvedRequest } from "../request/request";
import type { Facts } from "./facts";
import type { Cause, Finding } from "./finding";
import type { InstancesAt } from "./instances";

/** What would be started, and the facts about where. */
export interface ProbeContext {
  readonly fleet: Fleet;
  readonly request: ResolvedRequest;
  /** The runbook as the repository has it. */
  readonly entry: CatalogueEntry;
  readonly facts: Facts;
  /** The Regions of the request, each once. */
  readonly regions: readonly string[];
  /** The accounts of the request, each once. */
  readonly accounts: readonly Account[];
  /** The instances that would be touched in each place; undefined where they are not known. */
  readonly instances: () => Promise<readonly InstancesAt[]>;
}

export interface Probe {
  readonly cause: Cause;
  /** Whether it needs no call in the target accounts, so that every start can run it first. */
  readonly cheap: boolean;
  readonly find: (context: ProbeContext) => Promise<readonly Finding[]>;
}
