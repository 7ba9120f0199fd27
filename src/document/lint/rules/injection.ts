/** Parameters without restrictions that become part of a command or a script. */
import type { Rule } from "../rule";
import { referencesIn } from "../../references";
import type { DocumentView, StepView } from "../../view";
import type { Path } from "../../../diagnostics/path";
import { isObject } from "../../json";
import { textsWithin } from "../rule-helpers";

export const injection: Rule = {
  id: "injection",
  severity: "warning",
  fails: "never",
  why: "Anybody who may start the runbook can run any command with it: AWS inserts the value without escaping it.",
  remedy: "Give the parameter an allowedPattern or allowedValues; a script can also read it from InputPayload.",
  check: (document) =>
    document.steps.flatMap((step) =>
      codeOf(step).flatMap(({ text, path }) => {
        const pasted = referencesIn(text)
          .filter(({ target, whole }) => !whole && target.kind === "parameter" && isFreeText(document, target.name))
          .map(({ name }) => `{{ ${name} }}`);
        return pasted.length === 0
          ? []
          : [
              {
                path,
                message: `Any string can become part of the code through ${[...new Set(pasted)].join(", ")}.`,
              },
            ];
      }),
    ),
  bad: `schemaVersion: "0.3"
parameters:
  User:
    type: String
mainSteps:
  - name: uptime
    action: aws:runCommand
    timeoutSeconds: 60
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - i-0123456789abcdef0
      Parameters:
        commands:
          - id "{{ User }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  User:
    type: String
    allowedPattern: ^[a-z]+$
mainSteps:
  - name: uptime
    action: aws:runCommand
    timeoutSeconds: 60
    inputs:
      DocumentName: AWS-RunShellScript
      InstanceIds:
        - i-0123456789abcdef0
      Parameters:
        commands:
          - id "{{ User }}"
`,
};

/** Patterns that let everything through. */
const ANYTHING = /^\^?\(?(\.|\[\\s\\S\])[*+]\)?\$?$/;

function codeOf(step: StepView): readonly { text: string; path: Path }[] {
  const { Script: script, Parameters: parameters } = step.inputs;
  if (step.action === "aws:executeScript") return textsWithin(script, [...step.path, "inputs", "Script"]);
  if (step.action !== "aws:runCommand" || !isObject(parameters)) return [];
  return textsWithin(parameters["commands"], [...step.path, "inputs", "Parameters", "commands"]);
}

/** Numbers, Booleans and the console's own types (ids, names, ARNs) contain nothing that a shell would run. */
function isFreeText(document: DocumentView, name: string): boolean {
  const raw = document.parameters.get(name)?.raw;
  const type = String(raw?.["type"]);
  if (raw === undefined || !["String", "StringList", "StringMap", "MapList"].includes(type)) return false;
  const pattern = raw["allowedPattern"];
  const restricted = typeof pattern === "string" && !ANYTHING.test(pattern);
  return raw["allowedValues"] === undefined && !restricted;
}
