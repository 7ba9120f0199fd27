/** Parameters that nothing refers to. */
import type { Rule } from "../rule";
import { allReferences } from "../rule-helpers";

export const unusedParameter: Rule = {
  id: "unused-parameter",
  severity: "warning",
  fails: "never",
  why: "A user of the runbook expects the value to have an effect.",
  remedy: "Remove the parameter, or refer to it.",
  check: (document) => {
    const used = new Set(allReferences(document).map(({ name }) => name));
    return [...document.parameters.values()]
      .filter(({ name }) => !used.has(name))
      .map(({ name, path }) => ({ path, message: `Nothing refers to the parameter "${name}".` }));
  },
  bad: `schemaVersion: "0.3"
parameters:
  Time:
    type: String
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
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
