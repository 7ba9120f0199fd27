/** A runbook as a Mermaid flowchart: steps, choices, ways that failures take, ends. https://mermaid.js.org/syntax/flowchart.html */
import { edgesFrom, type Edge } from "./flow";
import type { AutomationDocument } from "./model";
import { isList } from "./json";
import { describeCondition } from "./describe-condition";
import { viewOf, type StepView } from "./view";

/** Longer labels make the boxes unreadable; characters. */
const LABEL_LENGTH = 60;

/** The flowchart as text. Steps that nothing leads to are drawn all the same, without an arrow. */
export function renderGraph(document: AutomationDocument): string {
  const { mainSteps } = viewOf({ ...document }, 0);
  const ids = new Map<StepView, string>();
  const lines = ["flowchart TD"];
  const [first] = mainSteps;
  draw(mainSteps, ids, lines, "  ");
  if (first !== undefined) lines.push(`  start((start)) --> ${ids.get(first) ?? ""}`);
  connect(mainSteps, ids, lines, "  ");
  lines.push("  stop((end))");
  return `${lines.join("\n")}\n`;
}

/** The boxes; a loop is a frame around its steps. */
function draw(steps: readonly StepView[], ids: Map<StepView, string>, lines: string[], indent: string): void {
  for (const step of steps) {
    const id = `s${ids.size}`;
    ids.set(step, id);
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

function connect(steps: readonly StepView[], ids: Map<StepView, string>, lines: string[], indent: string): void {
  for (const step of steps) {
    const from = ids.get(step) ?? "";
    const edges = edgesFrom(step).filter(({ to }) => to !== undefined);
    for (const edge of edges)
      lines.push(`${indent}${from} ${arrow(edge)} ${edge.to === undefined ? "" : (ids.get(edge.to) ?? "")}`);
    const goesOn = edges.some(({ kind }) => kind === "next" || kind === "default");
    // The last step of a loop leads back to the loop, which the frame shows.
    if (!goesOn && step.loop === undefined) lines.push(`${indent}${from} --> stop`);
    if (step.raw["onFailure"] === "Continue")
      lines.push(`${indent}${from} -. failure ignored .-> ${following(edges, ids)}`);
  }
}

function following(edges: readonly Edge[], ids: Map<StepView, string>): string {
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

/** Mermaid takes what a label holds for markup, unless its characters are written as entities. */
function escaped(text: string): string {
  const short = text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH)}…` : text;
  return short.replace(/[^A-Za-z0-9 .:=/_…-]/g, (character) => `#${character.codePointAt(0) ?? 0};`);
}
