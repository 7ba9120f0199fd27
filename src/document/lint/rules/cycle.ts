/** Steps that lead back to themselves. */
import type { Rule } from "../rule";
import { edgesInList, type Edge } from "../../flow";
import type { StepView } from "../../view";

export const cycle: Rule = {
  id: "cycle",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a document whose steps form a cycle.",
  remedy: "Repeat steps with aws:loop, or retry a step with maxAttempts.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-branch-condition.html",
  check: (document) =>
    [document.mainSteps, ...document.steps.map(({ inner }) => inner)].flatMap((steps) => {
      const found = cycleAmong(steps);
      if (found === undefined) return [];
      const names = found.map(({ from }) => from.name ?? "?");
      return [
        { path: found.at(-1)?.path ?? [], message: `The steps form a cycle: ${[...names, names[0]].join(" → ")}.` },
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

/** The edges of one cycle, if there is any. */
function cycleAmong(steps: readonly StepView[]): readonly Edge[] | undefined {
  const done = new Set<StepView>();
  for (const start of steps) {
    // Depth first without recursion: the path so far, each step with the edges that are still to be followed.
    const route: { step: StepView; edges: Edge[]; taken?: Edge }[] = [];
    const enter = (step: StepView): void => {
      route.push({ step, edges: edgesInList(step).filter(({ kind }) => kind !== "cancel") });
    };
    if (!done.has(start)) enter(start);
    for (let last = route.at(-1); last !== undefined; last = route.at(-1)) {
      const edge = last.edges.shift();
      if (edge === undefined) {
        done.add(last.step);
        route.pop();
      } else if (edge.to !== undefined && !done.has(edge.to)) {
        last.taken = edge;
        const { to } = edge;
        const begin = route.findIndex(({ step }) => step === to);
        if (begin >= 0) return route.slice(begin).flatMap(({ taken }) => taken ?? []);
        enter(to);
      }
    }
  }
  return undefined;
}
