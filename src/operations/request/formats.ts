/** The formats of values in a request that the fleet file does not have. */
import type { Format } from "../../diagnostics/schema-problems";

export const DOCUMENT_VERSION: Format = {
  pattern: /^(\$LATEST|\$DEFAULT|[1-9]\d*)$/,
  expected: 'the version of a document: a number, "$LATEST" or "$DEFAULT", in quotes',
  remedy: "`aws ssm list-document-versions --name <runbook>` lists the versions.",
};
