/** What the fleet file refers to but does not define. */
export interface Surroundings {
  /** Names of the runbooks in the catalogue. */
  readonly runbooks: readonly string[];
  /** What an association needs to know about a runbook; undefined if there is none that can be read. */
  readonly runbook: (name: string) => RunbookInterface | undefined;
}

/** How a runbook is called. */
export interface RunbookInterface {
  /** The parameters, each with whether it needs a value. */
  readonly parameters: ReadonlyMap<string, { readonly isRequired: boolean }>;
  /** Whether the runbook has a role: a fixed one, or the one in `roleParameter`. */
  readonly hasRole: boolean;
  /** The parameter that takes the runbook's role; undefined if there is none. */
  readonly roleParameter: string | undefined;
  /** Whether the runbook can be run on targets. */
  readonly hasTargetType: boolean;
  /** Why an association cannot pass the value to one of the parameters; undefined if it can. */
  readonly fault: (parameter: string, value: unknown) => string | undefined;
}
