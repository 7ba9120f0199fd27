/** A call of an API as far as it is known: what its resources are derived from. */
import type { Location } from "../location";

export interface ApiCall {
  /** `RunInstances`; undefined if it is not known. */
  readonly operation?: string | undefined;
  /** By the names of the API. What is decided later is `*`, or stands as `*` in a string. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly location: CallLocation;
}

export interface CallLocation extends Location {
  /** The tag by which the instances are chosen, if the call is about those alone. */
  readonly targetTag?: TargetTag | undefined;
}

export interface TargetTag {
  readonly key: string;
  readonly value: string;
}

/** A parameter that is a string; `*` for everything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "*";
}
