/** Python scripts whose handler is missing or undefined. */
import type { Rule } from "../rule";
import { hasReference } from "../../references";
import { scriptsOf } from "../rule-helpers";

export const scriptHandler: Rule = {
  id: "script-handler",
  severity: "error",
  fails: "run",
  why: "The step fails because there is no function to call.",
  remedy: "Name a function that the script defines: def handler(events, context).",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html",
  check: (document) =>
    scriptsOf(document)
      .filter(({ runtime }) => runtime.startsWith("python"))
      .flatMap(({ step, script }) => {
        const handler = step.inputs["Handler"];
        if (handler === undefined) {
          return [{ path: [...step.path, "inputs"], message: "Handler is missing; Python requires it." }];
        }
        if (typeof handler !== "string" || hasReference(handler) || isDefined(handler, script)) return [];
        return [{ path: [...step.path, "inputs", "Handler"], message: `The script defines no function "${handler}".` }];
      }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: handler
      Script: |
        def count(events, context):
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

/** By def, by assignment or by import; a name that is not a plain identifier is left to AWS. */
function isDefined(handler: string, script: string): boolean {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(handler)) return true;
  return new RegExp(`(\\bdef\\s+${handler}\\s*\\(|^\\s*${handler}\\s*[=:]|\\bimport\\b.*\\b${handler}\\b)`, "m").test(
    script,
  );
}
