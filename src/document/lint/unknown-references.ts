/** References to names that the document does not define. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { allReferences } from "./rule-helpers";
import type { Observation } from "./rule";
import type { ReferenceTarget } from "../references";
import type { DocumentView } from "../view";

const REMEDY = "Correct the name, or define what it names.";

/** Those to one of these kinds of things. */
export function unknownReferences(
  document: DocumentView,
  ...kinds: readonly ReferenceTarget["kind"][]
): readonly Observation[] {
  return allReferences(document).flatMap(({ path, name, target }) => {
    const known = kinds.includes(target.kind) ? knownNames(document, target) : undefined;
    if (known === undefined || known.includes(nameOf(target))) return [];
    return [
      {
        path,
        message: `{{ ${name} }} refers to a ${KINDS[target.kind]} that does not exist.`,
        remedy: didYouMean(nameOf(target), known, REMEDY),
      },
    ];
  });
}

const KINDS = {
  parameter: "parameter",
  output: "step",
  variable: "variable",
  system: "system variable",
  ssm: "parameter of Parameter Store",
} as const satisfies Record<ReferenceTarget["kind"], string>;

const SYSTEM_VARIABLES = [
  "global:ACCOUNT_ID",
  "global:AWS_PARTITION",
  "global:DATE",
  "global:DATE_TIME",
  "global:REGION",
  "automation:EXECUTION_ID",
];

/** The names among which the reference must be; undefined if they are not in the document. */
function knownNames(document: DocumentView, target: ReferenceTarget): readonly string[] | undefined {
  switch (target.kind) {
    case "parameter":
      return [...document.parameters.keys()];
    case "output":
      return [...document.stepsByName.keys()];
    case "variable":
      return [...document.variables.keys()];
    case "system":
      return SYSTEM_VARIABLES;
    case "ssm":
      return undefined;
  }
}

function nameOf(target: ReferenceTarget): string {
  return target.kind === "output" ? target.step : target.name;
}
