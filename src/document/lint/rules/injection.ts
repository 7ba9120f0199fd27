/** Text that somebody else chooses and that becomes part of a command or a script. */
import { calledOperation } from "../../api/called-operation";
import { isObject } from "../../json";
import { referencesIn } from "../../references";
import type { DocumentView, StepView } from "../../view";
import type { Path } from "../../../diagnostics/path";
import { freeTextOf } from "../free-text";
import type { Observation, Rule } from "../rule";
import { textsWithin } from "../rule-helpers";

export const injection: Rule = {
  id: "injection",
  severity: "warning",
  fails: "never",
  why: "Whoever chooses the value (a parameter, a tag, what a node prints) can run any command with it: AWS inserts it without escaping.",
  remedy: "Give the parameter an allowedPattern or allowedValues; a script can also read it from InputPayload.",
  check: (document) =>
    document.steps.flatMap((step) => codeOf(step).flatMap(({ text, path }) => check(document, text, path))),
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

/** The remedy for a value that has no parameter of its own. */
const CHECK_FIRST =
  "Let an aws:executeScript step read the value from InputPayload, and return it only if it is as expected.";

function check(document: DocumentView, text: string, path: Path): readonly Observation[] {
  let areParameters = true;
  const sources = new Set<string>();
  for (const { name, target } of referencesIn(text)) {
    const freeText = freeTextOf(document, target);
    if (freeText === undefined) continue;
    areParameters &&= freeText.isParameter;
    sources.add(target.kind === "parameter" ? `{{ ${name} }}` : `{{ ${name} }}, which is ${freeText.is}`);
  }
  if (sources.size === 0) return [];
  return [
    {
      path,
      message: `Any string can become part of the code through ${[...sources].join(" and ")}.`,
      remedy: areParameters ? injection.remedy : CHECK_FIRST,
    },
  ];
}

/** The parameters of Amazon's Command documents that are code. */
const CODE_PARAMETERS = ["commands", "commandLine"];

/** The strings of a step that a shell or an interpreter runs. */
function codeOf(step: StepView): readonly { text: string; path: Path }[] {
  const place = [...step.path, "inputs"];
  if (step.action === "aws:executeScript") return textsWithin(step.inputs["Script"], [...place, "Script"]);
  if (!sendsCommand(step)) return [];
  const { Parameters: parameters } = step.inputs;
  if (!isObject(parameters)) return textsWithin(parameters, [...place, "Parameters"]);
  return CODE_PARAMETERS.flatMap((name) => textsWithin(parameters[name], [...place, "Parameters", name]));
}

function sendsCommand({ action, inputs }: StepView): boolean {
  if (action === "aws:runCommand") return true;
  const { service, operation } = action === "aws:executeAwsApi" ? (calledOperation(inputs) ?? {}) : {};
  return service?.name === "ssm" && operation?.name === "SendCommand";
}
