/** What the fleet file refers to but does not define. */
export interface Surroundings {
  /** Names of the runbooks in the catalogue. */
  readonly runbooks: readonly string[];
}
