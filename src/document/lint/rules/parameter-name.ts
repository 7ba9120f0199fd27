/** The form of parameter names. */
import type { Rule } from "../rule";

export const parameterName: Rule = {
  id: "parameter-name",
  severity: "error",
  fails: "creation",
  why: "AWS refuses a parameter whose name has characters other than letters and digits.",
  remedy: "Rename the parameter and the references to it.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    [...document.parameters.values()]
      .filter(({ name }) => !/^[a-zA-Z0-9]{1,50}$/.test(name))
      .map(({ name, path }) => ({
        path,
        message: `A parameter's name has 1 to 50 letters and digits; "${name}" does not.`,
      })),
  bad: `schemaVersion: "0.3"
parameters:
  wait_time:
    type: String
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ wait_time }}"
`,
  good: `schemaVersion: "0.3"
parameters:
  WaitTime:
    type: String
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: "{{ WaitTime }}"
`,
};
