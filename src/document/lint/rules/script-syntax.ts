/** Python scripts with syntax errors. Without python3 on this machine, nothing is reported. */
import type { Rule } from "../rule";
import { pythonSyntaxErrors } from "../python-syntax";
import { scriptsOf } from "../rule-helpers";

export const scriptSyntax: Rule = {
  id: "script-syntax",
  severity: "error",
  fails: "run",
  why: "The step fails before the script does anything.",
  remedy: "Correct the script.",
  check: (document) => {
    const scripts = scriptsOf(document).filter(({ runtime }) => runtime.startsWith("python"));
    return pythonSyntaxErrors(scripts.map(({ script }) => script)).flatMap((fault, index) => {
      const path = scripts[index]?.path ?? [];
      if (fault === undefined) return [];
      return [{ path, linesBelow: fault.line, message: `Line ${fault.line} of the script: ${fault.message}.` }];
    });
  },
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count
      Script: |
        def count(events, context)
            return {"Count": 1}
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count
      Script: |
        def count(events, context):
            return {"Count": 1}
`,
};
