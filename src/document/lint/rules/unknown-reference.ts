/** References to names that the document does not define. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import type { ReferenceTarget } from "../../references";
import type { DocumentView } from "../../view";
import { allReferences } from "../rule-helpers";

const REMEDY = "Correct the name, or define what it names.";

export const unknownReference: Rule = {
  id: "unknown-reference",
  severity: "error",
  why: "AWS refuses a document that refers to an undeclared parameter. Any other unknown reference fails its step.",
  remedy: REMEDY,
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html",
  check: (document) =>
    allReferences(document).flatMap(({ path, name, target }) => {
      const known = knownNames(document, target);
      if (known === undefined || known.includes(nameOf(target))) return [];
      return [
        {
          path,
          message: `{{ ${name} }} refers to a ${KINDS[target.kind]} that does not exist.`,
          remedy: didYouMean(nameOf(target), known, REMEDY),
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  Time:
    type: String
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
};

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
