/** A change of an Automation runbook in the runbook's own words. */
import { ConfigurationError } from "../../../diagnostics/errors";
import { isObject } from "../../../diagnostics/json";
import { lineDiff } from "../../../diagnostics/text/line-diff";
import { renderGraph } from "../../../document/graph";
import type { AutomationDocument } from "../../../document/model";
import { parseSource } from "../../../document/parse";
import { renderYaml } from "../../../document/render";
import { derivePermissions } from "../../../document/permissions/permissions";
import { policyDocument } from "../../../iam/statements/policy-document";
import { comparePolicies } from "../../../iam/comparison/compare-policies";
import { parseStoredPolicy } from "../../../iam/decision/policy";
import { valueOf } from "../attributes";
import type { Place } from "../places";
import type { PolicySentence } from "../policies/policy-change";
import { sentenceOf } from "../policies/sentences";
import type { ResourceChange } from "../resource-changes";
import { documentSentences } from "./document-sentences";

export interface RunbookChange {
  readonly name: string;
  readonly resource: "created" | "changed" | "destroyed";
  /** What changes in steps, parameters and outputs. What comes from the plan is between backticks. */
  readonly sentences: readonly string[];
  /** What its steps need more or less than before. */
  readonly permissions: readonly PolicySentence[];
  /** The lines of the document in YAML that differ, each after `+`, `-` or a space. */
  readonly diff: readonly string[];
  /** Flowcharts in Mermaid, if they differ. */
  readonly graph: { readonly before?: string; readonly after?: string };
}

export function runbookChange({
  place,
  type,
  kind,
  values,
}: ResourceChange): readonly (RunbookChange & { readonly place: Place })[] {
  if (type !== "aws_ssm_document") return [];
  const [before, after] = [documentIn(values, "before"), documentIn(values, "after")];
  if (before === undefined && after === undefined) return [];
  const sentences = documentSentences(before, after);
  if (kind === "update" && sentences.length === 0) return [];
  const name = valueOf(values, "name", after === undefined ? "before" : "after");
  const [oldGraph, newGraph] = [before && renderGraph(before), after && renderGraph(after)];
  return [
    {
      place,
      name: name.kind === "known" ? String(name.value) : place.address,
      resource: kind === "create" ? "created" : kind === "delete" ? "destroyed" : "changed",
      sentences,
      permissions: after === undefined ? [] : permissionSentences(before, after),
      diff: before === undefined || after === undefined ? [] : diffOf(before, after),
      graph:
        oldGraph === newGraph || after === undefined
          ? {}
          : { ...(oldGraph !== undefined && { before: oldGraph }), ...(newGraph !== undefined && { after: newGraph }) },
    },
  ];
}

/** What differs between the document before and after; nothing if it is not an Automation document. */
export function documentSentencesOf({ values }: ResourceChange): readonly string[] {
  const [before, after] = [documentIn(values, "before"), documentIn(values, "after")];
  return before === undefined || after === undefined ? [] : documentSentences(before, after);
}

function diffOf(before: AutomationDocument, after: AutomationDocument): readonly string[] {
  return lineDiff(renderYaml(before), renderYaml(after)).map(({ kind, text }) => `${kind} ${text}`.trimEnd());
}

/** Undefined if there is none, if it is sensitive, or if it is not an Automation document. */
function documentIn(values: ResourceChange["values"], side: "before" | "after"): AutomationDocument | undefined {
  const content = valueOf(values, "content", side);
  if (content.kind !== "known" || typeof content.value !== "string") return undefined;
  try {
    const { value } = parseSource(content.value, "content");
    return isObject(value) ? (value as unknown as AutomationDocument) : undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

function permissionSentences(
  before: AutomationDocument | undefined,
  after: AutomationDocument,
): readonly PolicySentence[] {
  const statementsOf = (document: AutomationDocument | undefined) => {
    const statements = document === undefined ? [] : derivePermissions(document).statements;
    return statements.length === 0 ? [] : parseStoredPolicy(policyDocument(statements)).statements;
  };
  return comparePolicies(statementsOf(before), statementsOf(after)).map((difference) =>
    sentenceOf(difference, "permissions", () => undefined),
  );
}
