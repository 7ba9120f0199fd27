/** The form of assumeRole. */
import type { Rule } from "../rule";
import { referencesIn } from "../../references";
import type { DefinitionView } from "../../view";

export const assumeRole: Rule = {
  id: "assume-role",
  severity: "error",
  fails: "start",
  why: "The execution does not start if its role is neither an ARN nor a parameter that holds one.",
  remedy: "Write the ARN of a role, or refer to a parameter of type AWS::IAM::Role::Arn or String.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html",
  check: ({ raw, parameters }) => {
    const role = raw["assumeRole"];
    if (typeof role !== "string" || role === "") return [];
    const [reference] = referencesIn(role);
    const fault =
      reference?.target.kind === "parameter" && reference.whole
        ? parameterFault(parameters.get(reference.target.name))
        : ARN.test(role)
          ? undefined
          : `"${role}" is not the ARN of a role.`;
    return fault === undefined ? [] : [{ path: ["assumeRole"], message: fault }];
  },
  bad: `schemaVersion: "0.3"
assumeRole: "{{ AutomationAssumeRole }}"
parameters:
  AutomationAssumeRole:
    type: StringList
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
assumeRole: "{{ AutomationAssumeRole }}"
parameters:
  AutomationAssumeRole:
    type: AWS::IAM::Role::Arn
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};

/** Partition, account and name may be references to system variables. */
const ARN = /^(arn:([a-z0-9-]+|\{\{[^}]+\}\}):iam::(\d{12}|\{\{[^}]+\}\}):role\/.+|\{\{\s*ssm:.*)$/;

/** The rules unknown-reference and parameter-type report a parameter that does not exist or has no type. */
function parameterFault(parameter: DefinitionView | undefined): string | undefined {
  if (parameter?.type === undefined || parameter.type === "String") return undefined;
  return `The parameter "${parameter.name}" is a ${parameter.type}, and a role is a String.`;
}
