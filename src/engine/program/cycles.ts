/** Steps must not form a cycle. AWS checks this before the execution; aws:loop repeats steps. */
import { AutomationError } from "../errors";
import { followersInList, type CompiledStep } from "./program";

/** @throws AutomationError InvalidDocumentContent, naming the steps of the cycle */
export function refuseCycles(steps: readonly CompiledStep[]): void {
  const done = new Set<CompiledStep>();
  for (const start of steps) {
    const trail: { readonly step: CompiledStep; readonly next: CompiledStep[] }[] = [];
    const onTrail = new Set<CompiledStep>();
    const enter = (step: CompiledStep): void => {
      trail.push({ step, next: [...followersInList(step)] });
      onTrail.add(step);
    };
    if (!done.has(start)) enter(start);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const next = top.next.pop();
      if (next === undefined) {
        trail.pop();
        onTrail.delete(top.step);
        done.add(top.step);
      } else if (onTrail.has(next)) {
        const names = trail.map(({ step }) => step.name);
        const circle = [...names.slice(names.indexOf(next.name)), next.name].join(" -> ");
        throw new AutomationError(
          "InvalidDocumentContent",
          `The steps lead in a circle: ${circle}. Use aws:loop to repeat steps.`,
        );
      } else if (!done.has(next)) enter(next);
    }
  }
  for (const { innerSteps } of steps) refuseCycles(innerSteps);
}
