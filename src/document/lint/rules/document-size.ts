/** Documents that are too large. */
import type { Rule } from "../rule";

/** Bytes. */
const MAXIMUM_SIZE = 65_536;

const EXAMPLE = `schemaVersion: "0.3"
mainSteps:
  - name: wait
    action: aws:sleep
    inputs:
      Duration: PT1M
`;

export const documentSize: Rule = {
  id: "document-size",
  severity: "error",
  fails: "creation",
  why: "AWS refuses documents of more than 64 KB.",
  remedy: "Move steps into another runbook and call it with aws:executeAutomation, or scripts into attachments.",
  page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-creating-content.html",
  check: ({ size }) =>
    size > MAXIMUM_SIZE
      ? [{ path: [], message: `The document has ${size} bytes; the maximum is ${MAXIMUM_SIZE}.` }]
      : [],
  bad: `${EXAMPLE}description: "${"far too long. ".repeat(5000)}"
`,
  good: `${EXAMPLE}description: short enough
`,
};
