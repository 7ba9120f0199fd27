/** The form of parameter names. */
import type { Rule } from "../rule";

export const parameterName: Rule = {
  id: "parameter-name",
  severity: "error",
  why: "AWS refuses a parameter whose name has other characters than letters and digits.",
  remedy: "Rename the parameter, also where it is referred to.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html",
  check: (document) =>
    [...document.parameters.values()]
      .filter(({ name }) => !/^[a-zA-Z0-9]{1,50}$/.test(name))
      .map(({ name, path }) => ({
        path,
        message: `"${name}" is not allowed; a parameter's name has letters and digits, 50 at most.`,
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
