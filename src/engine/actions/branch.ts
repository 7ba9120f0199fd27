/**
 * aws:branch: continues with the step of the first choice whose condition is true.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
import type { CompiledStep } from "../program/program";
import type { Scope } from "../program/scope";

/** The next step; undefined if the execution ends. @throws StepFailure */
export function chosenStep(step: CompiledStep, scope: Scope): CompiledStep | undefined {
  for (const { holds, next } of step.choices) if (holds(scope)) return next;
  return step.otherwise;
}
