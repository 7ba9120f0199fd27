/** Faults of a request against the constraints of AWS's API, in the words of its ValidationException. */
import { AutomationError } from "../errors";

export type ConstraintFault = string;

/** @param place the member's name in AWS's spelling of places: `maxConcurrency`, `targetLocations.1.member.regions` */
export function constraintFault(value: string, place: string, constraint: string): ConstraintFault {
  return `Value '${value}' at '${place}' failed to satisfy constraint: Member must ${constraint}`;
}

/** Refuses a request that has faults. @throws AutomationError ValidationException, with all of them */
export function refuseFaults(faults: readonly (ConstraintFault | undefined)[]): void {
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length === 0) return;
  const count = found.length === 1 ? "1 validation error" : `${found.length} validation errors`;
  throw new AutomationError("ValidationException", `${count} detected: ${found.join("; ")}`);
}
