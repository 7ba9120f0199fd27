/** The formats of values in a request that the fleet file does not have. */
import type { Format } from "../../diagnostics/schema-problems";

export const SHARE: Format = {
  pattern: /^([1-9]\d?|100)%$/,
  expected: 'a percentage from 1% to 100%, in quotes: "25%"',
  remedy:
    "It is the share of the run's accounts or instances that have had their turn after the wave. The last wave reaches 100%.",
};

export const DOCUMENT_VERSION: Format = {
  pattern: /^(\$LATEST|\$DEFAULT|[1-9]\d*)$/,
  expected: 'the version of a document: a number, "$LATEST" or "$DEFAULT", in quotes',
  remedy: "`aws ssm list-document-versions --name <runbook>` lists the versions.",
};
