/** References to Parameter Store outside the defaults of parameters. */
import type { Rule } from "../rule";
import { allReferences } from "../rule-helpers";

export const ssmReference: Rule = {
  id: "ssm-reference",
  severity: "error",
  fails: "creation",
  why: "AWS resolves {{ssm:…}} only in the defaults of parameters.",
  remedy: "Make it the default of a parameter, and refer to the parameter.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html",
  check: (document) =>
    allReferences(document)
      .filter(({ target }) => target.kind === "ssm")
      .map(({ path, name }) => ({ path, message: `{{ ${name} }} is not resolved here.` })),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ ssm:/example/time }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  Time:
    type: String
    default: "{{ ssm:/example/time }}"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ Time }}"
`,
};
