/** More approvals required than there are approvers. */
import { isList } from "../../json";
import { hasReference } from "../../references";
import type { Rule } from "../rule";

export const tooFewApprovers: Rule = {
  id: "too-few-approvers",
  severity: "error",
  fails: "run",
  why: "The step waits for more approvals than it has approvers, so it can only time out.",
  remedy: "Lower MinRequiredApprovals, or name more approvers.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      const { Approvers: approvers, MinRequiredApprovals: needed } = inputs;
      // A reference can hold several approvers.
      if (action !== "aws:approve" || !isList(approvers) || approvers.some(hasReference)) return [];
      if (!(Number(needed) > approvers.length)) return [];
      return [
        {
          path: [...path, "inputs", "MinRequiredApprovals"],
          message: `MinRequiredApprovals is ${Number(needed)}, but the number of Approvers is ${approvers.length}.`,
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
mainSteps:
  - name: ask
    action: aws:approve
    inputs:
      MinRequiredApprovals: 2
      Approvers:
        - arn:aws:iam::111122223333:user/example
`,
  good: `schemaVersion: "0.3"
mainSteps:
  - name: ask
    action: aws:approve
    inputs:
      MinRequiredApprovals: 1
      Approvers:
        - arn:aws:iam::111122223333:user/example
`,
};
