/** A runbook as a Mermaid flowchart: steps, choices, the paths after failures, ends. https://mermaid.js.org/syntax/flowchart.html */
import { edgesFrom, type Edge } from "./flow";
import type { AutomationDocument } from "./model";
import { isList } from "./json";
import { describeCondition } from "./describe-condition";
import { viewOf, type StepView } from "./view";

/** Characters. Longer labels make the boxes unreadable. */
const LABEL_LENGTH = 60;

/** The flowchart in Mermaid's syntax. A step that cannot be reached is drawn without an arrow. */
export function renderGraph(document: AutomationDocument): string {
  const { mainSteps, steps } = viewOf({ ...document }, 0);
  const ids = new Map(steps.map((step, index) => [step, `s${index}`]));
  const lines = ["flowchart TD"];
  const [first] = mainSteps;
  draw(mainSteps, ids, lines, "  ");
  if (first !== undefined) lines.push(`  start((start)) --> ${ids.get(first) ?? ""}`);
  connect(mainSteps, ids, lines, "  ");
  lines.push("  stop((end))");
  return `${lines.join("\n")}\n`;
}

/** Draws a box for each step, and for a loop a frame around its steps. */
function draw(steps: readonly StepView[], ids: ReadonlyMap<StepView, string>, lines: string[], indent: string): void {
  for (const step of steps) {
    const id = ids.get(step) ?? "";
    const label = `"${escaped(step.name ?? "?")}<br/>${escaped(step.action ?? "?")}"`;
    if (step.inner.length > 0) {
      lines.push(`${indent}subgraph ${id} [${label}]`);
      draw(step.inner, ids, lines, `${indent}  `);
      connect(step.inner, ids, lines, `${indent}  `);
      lines.push(`${indent}end`);
    } else if (step.action === "aws:branch") {
      lines.push(`${indent}${id}{${label}}`);
    } else {
      lines.push(`${indent}${id}[${label}]`);
    }
  }
}

function connect(
  steps: readonly StepView[],
  ids: ReadonlyMap<StepView, string>,
  lines: string[],
  indent: string,
): void {
  for (const step of steps) {
    const from = ids.get(step) ?? "";
    const edges = edgesFrom(step).filter(({ to }) => to !== undefined);
    for (const edge of edges)
      lines.push(`${indent}${from} ${arrow(edge)} ${edge.to === undefined ? "" : (ids.get(edge.to) ?? "")}`);
    const continues = edges.some(({ kind }) => kind === "next" || kind === "default");
    // The last step of a loop needs no arrow: the frame shows that the loop repeats.
    if (!continues && step.loop === undefined) lines.push(`${indent}${from} --> stop`);
    if (step.raw["onFailure"] === "Continue")
      lines.push(`${indent}${from} -. failure ignored .-> ${following(edges, ids)}`);
  }
}

function following(edges: readonly Edge[], ids: ReadonlyMap<StepView, string>): string {
  const next = edges.find(({ kind }) => kind === "next")?.to;
  return (next && ids.get(next)) ?? "stop";
}

function arrow({ kind, from, path }: Edge): string {
  switch (kind) {
    case "next":
      return "-->";
    case "default":
      return "-- otherwise -->";
    case "failure":
      return "-. on failure .->";
    case "cancel":
      return "-. on cancel .->";
    case "choice": {
      const choices = isList(from.inputs["Choices"]) ? from.inputs["Choices"] : [];
      const choice = choices[Number(path.at(-2))];
      return `-- "${escaped(describeCondition(choice))}" -->`;
    }
  }
}

/** Mermaid reads special characters in a label as markup unless they are written as entities. */
function escaped(label: string): string {
  const short = label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH)}…` : label;
  return short.replace(/[^A-Za-z0-9 .:=/_…-]/g, (character) => `#${character.codePointAt(0) ?? 0};`);
}
