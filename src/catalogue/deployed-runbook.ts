/** A runbook as a fleet deploys it. */
import type { Runbook } from "../document/model";
import { withOutputPlace, type OutputPlace } from "../document/output-place";
import { renderYaml } from "../document/render";

interface Deployable {
  readonly content: string;
  readonly format: "YAML" | "JSON";
  readonly runbook: Runbook;
}

/** @param place where the fleet keeps whole outputs; undefined if it does not. A runbook that keeps its outputs writes them there */
export function deployedRunbook<T extends Deployable>(deployable: T, place: OutputPlace | undefined): T {
  const { runbook } = deployable;
  if (place === undefined || runbook.keepsOutputs !== true) return deployable;
  const document = withOutputPlace(runbook.document, place);
  return { ...deployable, content: renderYaml(document), format: "YAML", runbook: { ...runbook, document } };
}
