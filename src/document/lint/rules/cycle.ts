/** Steps that lead back to themselves. */
import type { Rule } from "../rule";
import { edgesFrom, type Edge } from "../../flow";
import type { StepView } from "../../view";

export const cycle: Rule = {
  id: "cycle",
  severity: "error",
  why: "AWS refuses to run steps in a circle.",
  remedy: "Repeat steps with aws:loop, or try a step again with maxAttempts.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html",
  check: (document) =>
    [document.mainSteps, ...document.steps.map(({ inner }) => inner)].flatMap((steps) => {
      const circle = circleAmong(steps);
      if (circle === undefined) return [];
      const names = circle.map(({ from }) => from.name ?? "?");
      return [
        { path: circle.at(-1)?.path ?? [], message: `The steps go in a circle: ${[...names, names[0]].join(" → ")}.` },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1M
  - name: second
    action: aws:sleep
    inputs:
      Duration: PT1M
    nextStep: first
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: first
    action: aws:sleep
    inputs:
      Duration: PT1M
  - name: second
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};

/** The edges of one circle, if there is any. */
function circleAmong(steps: readonly StepView[]): readonly Edge[] | undefined {
  const done = new Set<StepView>();
  for (const start of steps) {
    // Depth first without recursion: the way that led here, each step with the edges that are still to be tried.
    const way: { step: StepView; edges: Edge[]; taken?: Edge }[] = [];
    const enter = (step: StepView): void => {
      way.push({ step, edges: edgesFrom(step).filter(({ kind }) => kind !== "cancel") });
    };
    if (!done.has(start)) enter(start);
    for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
      const edge = last.edges.shift();
      if (edge === undefined) {
        done.add(last.step);
        way.pop();
      } else if (edge.to !== undefined && !done.has(edge.to)) {
        last.taken = edge;
        const { to } = edge;
        const begin = way.findIndex(({ step }) => step === to);
        if (begin >= 0) return way.slice(begin).flatMap(({ taken }) => taken ?? []);
        enter(to);
      }
    }
  }
  return undefined;
}
