/** A request that has been checked against the fleet and the runbook: what starts, where, on what, within which limits. */
import type { Runbook } from "../../document/model";
import type { Account } from "../../fleet/model";
import type { Limits } from "./limits";
import type { Gate, WaveRequest } from "./schema";

/** An account and a Region in which the runbook acts. */
export interface RequestPlace {
  readonly account: Account;
  readonly region: string;
  /** Ids of the targets there; undefined: those that the request's `targets` select. */
  readonly instances?: readonly string[];
}

/** As AWS's Target. */
export interface RequestTarget {
  readonly Key: string;
  readonly Values: readonly string[];
}

/** The places that have their turn together, and what has to hold before the next ones have theirs. */
export interface ResolvedWave {
  readonly name: string;
  readonly gate: Gate;
  readonly places: readonly RequestPlace[];
}

export interface ResolvedRequest {
  /** The document's name in the administrator account. */
  readonly documentName: string;
  /** Undefined: the default version. */
  readonly documentVersion: string | undefined;
  readonly runbook: Runbook;
  /** As AWS has them, the administration role among them and the target's id not. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The parameter that gets a target's id; undefined: the runbook runs once in each place. */
  readonly targetParameter: string | undefined;
  /** Empty if it runs once in each place, or if each place has its own. */
  readonly targets: readonly RequestTarget[];
  /** Accounts in the fleet's order, at least one. */
  readonly places: readonly RequestPlace[];
  /** The role that the runbook acts with in an account. */
  readonly executionRoleIn: (account: Account) => string;
  readonly limits: Limits;
  /** At least one, in their order; together they have every place, each once. Undefined: all at once. */
  readonly waves?: readonly ResolvedWave[] | undefined;
  /** Waves of which some take a share of the instances, which have to be listed before there are `waves`. */
  readonly instanceWaves?: readonly WaveRequest[] | undefined;
  /** Accounts that had no instance when the instances were listed; undefined: they were not listed. */
  readonly leftOut?: readonly Account[] | undefined;
  /** The user's own. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The accounts of the places, each once. */
export function accountsOf(places: readonly RequestPlace[]): readonly Account[] {
  return [...new Map(places.map(({ account }) => [account.id, account])).values()];
}
