/** What would go wrong, as a probe finds it: the true cause, where, and what mends it. */

export const CAUSES = [
  "administration-role",
  "pass-role",
  "unit-unknown",
  "account-unavailable",
  "runbook-missing",
  "runbook-not-shared",
  "default-version",
  "parameter-refused",
  "target-parameter",
  "execution-role",
  "no-instance",
  "instance-unreachable",
  "concurrency-quota",
] as const;

export type Cause = (typeof CAUSES)[number];

/** A command line, with credentials of this account. */
interface CommandLine {
  readonly command: string;
  readonly accountId: string;
}

/** The command that mends something. */
export type Mend =
  /** Stacks are planned and applied. `member-*` stands for all that begin with `member-`. */
  | {
      readonly kind: "deploy";
      readonly stacks: readonly string[];
      /** What has to be run before. */
      readonly before?: CommandLine;
    }
  | (CommandLine & { readonly kind: "run" });

/** Where something would go wrong; empty for the start as a whole. */
export interface FindingPlace {
  readonly accountId?: string;
  readonly region?: string;
  readonly instance?: string;
}

export interface Finding {
  readonly cause: Cause;
  /** `error`: the start, or what it starts there, would fail. `warning`: it would run otherwise than one expects. */
  readonly severity: "error" | "warning";
  readonly place: FindingPlace;
  /** Full sentences without the place, so that findings of several places can be shown as one. */
  readonly message: string;
  readonly remedy: string;
  /** Undefined if no single command mends it. */
  readonly mend?: Mend;
}

/** What could not be checked, and why. */
export interface Unchecked extends Omit<FindingPlace, "instance"> {
  /** `its instances`, `its roles` */
  readonly what: string;
  /** AWS's own message. */
  readonly message: string;
  readonly remedy: string;
}
