/** Prints where each setting of an account comes from. */
import { printable } from "../../../diagnostics/printable";
import type { Explanation } from "../../../fleet/explain";
import { fittingWidths, table } from "../../table";

/** Characters of a value; a longer one is in the file that the line names. */
const LONGEST = 60;

export function showExplanation({ id, name, isInFleet, reason, settings }: Explanation): void {
  console.log(printable(`${name} (${id}) is ${isInFleet ? "" : "not "}in the fleet: ${reason}.`));
  const head = ["setting", "value", "from", "place"];
  const rows = settings.map(({ setting, value, part, place }) => [setting, short(value), part, place]);
  console.log(table(head, rows, fittingWidths(head, rows, process.stdout.columns ?? 80)));
  console.log("Every other setting has its default: docs/fleet-file.md.");
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
