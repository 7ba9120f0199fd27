/**
 * aws:branch: goes on with the step of the first choice that holds.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
import type { CompiledStep } from "../program/program";
import type { Scope } from "../program/scope";

/** The step that follows; undefined where the execution ends there. @throws StepFailure */
export function chosenStep(step: CompiledStep, scope: Scope): CompiledStep | undefined {
  for (const { holds, next } of step.choices) if (holds(scope)) return next;
  return step.otherwise;
}
