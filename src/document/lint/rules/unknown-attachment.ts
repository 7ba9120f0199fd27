/** Attachments that the document does not list under files. */
import { didYouMean } from "../../../diagnostics/did-you-mean";
import type { Rule } from "../rule";
import { isObject } from "../../json";
import { hasReference } from "../../references";

export const unknownAttachment: Rule = {
  id: "unknown-attachment",
  severity: "error",
  fails: "run",
  why: "The step fails because AWS looks up the attachment by its name under files.",
  remedy: "List the attachment under files.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html",
  check: (document) =>
    document.steps.flatMap(({ action, inputs, path }) => {
      const { Attachment: attachment } = inputs;
      const files = isObject(document.raw["files"]) ? document.raw["files"] : {};
      if (action !== "aws:executeScript" || typeof attachment !== "string" || hasReference(attachment)) return [];
      if (Object.hasOwn(files, attachment)) return [];
      return [
        {
          path: [...path, "inputs", "Attachment"],
          message: `There is no "${attachment}" under files.`,
          remedy: didYouMean(attachment, Object.keys(files), unknownAttachment.remedy),
        },
      ];
    }),
  bad: `schemaVersion: "0.3"
files:
  main.zip:
    checksums:
      sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count.main
      Attachment: count.zip
`,
  good: `schemaVersion: "0.3"
files:
  count.zip:
    checksums:
      sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
mainSteps:
  - name: count
    action: aws:executeScript
    inputs:
      Runtime: python3.11
      Handler: count.main
      Attachment: count.zip
`,
};
