/** References in the keys of inputs. */
import type { Rule } from "../rule";
import type { Path } from "../../../diagnostics/path";
import { isList, isObject } from "../../json";
import { hasReference } from "../../references";

export const referenceInKey: Rule = {
  id: "reference-in-key",
  severity: "warning",
  fails: "never",
  why: "AWS resolves references in values only; the key stays as it is written.",
  remedy: "Write the key itself.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html",
  check: (document) =>
    document.steps.flatMap(({ inputs, path }) =>
      keysWithin(inputs, [...path, "inputs"])
        .filter(({ key }) => hasReference(key))
        .map(({ key, path: place }) => ({
          path: place,
          message: `"${key}" is a key; references in keys are not resolved.`,
        })),
    ),
  bad: `schemaVersion: "0.3"
parameters:
  Name:
    type: String
mainSteps:
  - name: start
    action: aws:executeAutomation
    inputs:
      DocumentName: example
      RuntimeParameters:
        "{{ Name }}": "{{ Name }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  Name:
    type: String
mainSteps:
  - name: start
    action: aws:executeAutomation
    inputs:
      DocumentName: example
      RuntimeParameters:
        Name: "{{ Name }}"
`,
};

function keysWithin(value: unknown, path: Path): readonly { key: string; path: Path }[] {
  if (isList(value)) return value.flatMap((item, index) => keysWithin(item, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    { key, path: [...path, key] },
    ...keysWithin(item, [...path, key]),
  ]);
}
