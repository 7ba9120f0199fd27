/** Resolves `operations`: what a start runs on, and its limits. */
import type { OperationsSettings } from "../schema/operations";
import type { Operations } from "../model";

export function operations({ targetTag, limits = {} }: OperationsSettings = {}): Operations {
  return { targetTag, limits };
}
