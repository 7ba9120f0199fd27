/** Quoted text, or a list in brackets, that goes on in the first column. */
import type { Rule } from "../rule";

export const missingIndent: Rule = {
  id: "missing-indent",
  severity: "warning",
  fails: "never",
  why: "AWS reads such a line; YAML 1.2 demands that it is indented, so other tools refuse the file.",
  remedy: "Indent the line deeper than the key that its value belongs to.",
  page: "https://yaml.org/spec/1.2.2/",
  check: ({ text }) => {
    const [line] = text?.linesWithoutIndent ?? [];
    // The other lines are in the same place.
    return line === undefined
      ? []
      : [{ path: [], position: { line, column: 1 }, message: "This line continues a value and is not indented." }];
  },
  bad: `schemaVersion: "0.3"
description: "Waits for
a minute."
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
  good: `schemaVersion: "0.3"
description: "Waits for
  a minute."
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`,
};
