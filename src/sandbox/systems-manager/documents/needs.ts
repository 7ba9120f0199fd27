/**
 * What a document needs that is not on this machine: documents that it runs, runtimes of scripts, plugins of nodes. It is said
 * before the document starts, and not in the middle of its run.
 */
import { calledDocuments } from "../../../amazon/called-documents";
import { findAmazonDocument, findVersion, plainName, type AmazonDocuments } from "../../../amazon/document";
import { pullRemedy } from "../../../amazon/not-here";
import { ConfigurationError } from "../../../diagnostics/errors";
import { edgesFrom, isTrue } from "../../../document/flow";
import type { JsonObject } from "../../../document/json";
import { viewOf, type DocumentView, type StepView } from "../../../document/view";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { AwsError } from "../../protocol/aws-error";
import { amazonDocuments } from "./amazon";
import { readCommandDocument } from "../run-command/command-document";

export interface Need {
  /** The document that has the step. */
  readonly document: string;
  /** Undefined if the document as a whole cannot be run. */
  readonly step: string | undefined;
  /** What is missing, as full sentences. */
  readonly message: string;
  /** Whether every run comes to it unless an earlier step fails. */
  readonly isCertain: boolean;
}

export interface NeedsOptions {
  readonly amazon: AmazonDocuments;
  /** Whether something on this machine replaces the step: a function of a test in place of a script. @default nothing does */
  readonly isReplaced?: (step: string) => boolean;
  /** The content of a document that is not Amazon's, or that replaces one of Amazon's. @default there is none */
  readonly other?: (name: string) => JsonObject | undefined;
}

/** The needs of a document and of the documents that it runs, as far as these are here. */
export function needsOf(name: string, content: JsonObject, options: NeedsOptions): readonly Need[] {
  return collect(name, content, options, true, new Set([name]));
}

/**
 * What the default versions of pulled documents need, each need once.
 * @param here all pulled documents
 */
export function needsOfPulled(pulled: AmazonDocuments, here: AmazonDocuments = pulled): readonly Need[] {
  const amazon = amazonDocuments(here);
  const needs = [...pulled.values()].flatMap((document) => {
    const content = findVersion(document, undefined)?.content;
    return content === undefined ? [] : needsOf(document.name, content, { amazon });
  });
  return [...new Map(needs.map((need) => [needText(need), need])).values()];
}

/** One line for people. */
export function needText({ document, step, message }: Need): string {
  return `${document}${step === undefined ? "" : `, step ${step}`}: ${message}`;
}

function collect(
  name: string,
  content: JsonObject,
  options: NeedsOptions,
  isCertain: boolean,
  seen: ReadonlySet<string>,
): readonly Need[] {
  const view = content["schemaVersion"] === "0.3" ? viewOf(content, 0) : undefined;
  const certain = view === undefined ? undefined : certainSteps(view);
  const reaches = (step: string): boolean => isCertain && (certain?.has(step) ?? true);
  const own = view === undefined ? commandNeeds(name, content, isCertain) : runbookNeeds(name, view, options, reaches);
  const called = calledDocuments(content).flatMap((call) => {
    const found = contentOf(call.name, call.version, options);
    if (found === undefined) {
      // Documents of accounts may still be created before the step runs.
      if (!isAmazonDocument(plainName(call.name))) return [];
      const message = `It runs ${plainName(call.name)}, which is not here. ${pullRemedy(call.name, call.version)}`;
      return [{ document: name, step: call.step, message, isCertain: reaches(call.step) }];
    }
    if (seen.has(call.name)) return [];
    return collect(plainName(call.name), found, options, reaches(call.step), new Set([...seen, call.name]));
  });
  return [...own, ...called];
}

function contentOf(name: string, version: string | undefined, { amazon, other }: NeedsOptions): JsonObject | undefined {
  const own = other?.(name);
  if (own !== undefined) return own;
  const document = findAmazonDocument(amazon, name);
  return document === undefined ? undefined : findVersion(document, version)?.content;
}

function runbookNeeds(
  name: string,
  view: DocumentView,
  { isReplaced = () => false }: NeedsOptions,
  reaches: (step: string) => boolean,
): readonly Need[] {
  return view.steps.flatMap((step) => {
    const { name: stepName = "" } = step;
    const message = isReplaced(stepName) ? undefined : missingFor(step);
    return message === undefined ? [] : [{ document: name, step: stepName, message, isCertain: reaches(stepName) }];
  });
}

function missingFor({ action, inputs }: StepView): string | undefined {
  if (action === "aws:invokeWebhook") return "It calls a webhook, and nothing outside of this machine is called.";
  if (action !== "aws:executeScript") return undefined;
  const { Runtime: runtime, Attachment: attachment } = inputs;
  if (typeof runtime === "string" && !runtime.startsWith("python")) {
    return `Its script is in ${runtime}, and only Python scripts are run here.`;
  }
  return attachment === undefined
    ? undefined
    : "Its script is in an attachment, and attachments are not available here.";
}

function commandNeeds(name: string, content: JsonObject, isCertain: boolean): readonly Need[] {
  try {
    readCommandDocument(name, JSON.stringify(content));
    return [];
  } catch (error) {
    if (!(error instanceof AwsError) && !(error instanceof ConfigurationError)) throw error;
    return [{ document: name, step: undefined, message: error.message, isCertain }];
  }
}

/** The names of the steps before the first choice. */
function certainSteps({ mainSteps }: DocumentView): ReadonlySet<string> {
  const names = new Set<string>();
  for (let step = mainSteps[0]; step?.name !== undefined && !names.has(step.name);) {
    names.add(step.name);
    if (step.action === "aws:branch" || isTrue(step.raw["isEnd"])) break;
    step = edgesFrom(step).find(({ kind }) => kind === "next")?.to;
  }
  return names;
}
