/** Which documents a document of any type runs: runbooks, Command documents, and the documents of aws:runDocument. */
import { isList, isObject, type JsonObject } from "../document/json";
import { referencesIn } from "../document/references";
import { viewOf } from "../document/view";

export interface CalledDocument {
  /** Name or ARN. */
  readonly name: string;
  /** A number, `$DEFAULT` or `$LATEST`. */
  readonly version: string | undefined;
  /** The step that runs it. */
  readonly step: string;
}

/** Calls whose name is known before the document starts: written out, or a parameter's default. */
export function calledDocuments(content: JsonObject): readonly CalledDocument[] {
  return content["schemaVersion"] === "0.3" ? calledByRunbook(content) : calledByCommand(content);
}

const CALLING_ACTIONS: ReadonlySet<string> = new Set(["aws:executeAutomation", "aws:runCommand"]);
/** The operations of Systems Manager that run a document, without case and underscores. */
const CALLING_OPERATIONS: ReadonlySet<string> = new Set(["startautomationexecution", "sendcommand"]);

function calledByRunbook(content: JsonObject): readonly CalledDocument[] {
  return viewOf(content, 0).steps.flatMap(({ action, inputs, name: step = "" }) => {
    if (!CALLING_ACTIONS.has(action ?? "") && !callsByApi(action, inputs)) return [];
    const name = valueOf(inputs["DocumentName"], content);
    return name === undefined ? [] : [{ name, version: valueOf(inputs["DocumentVersion"], content), step }];
  });
}

function callsByApi(action: string | undefined, { Service, Api }: Readonly<Record<string, unknown>>): boolean {
  if (action !== "aws:executeAwsApi" || Service !== "ssm" || typeof Api !== "string") return false;
  return CALLING_OPERATIONS.has(Api.replaceAll("_", "").toLowerCase());
}

function calledByCommand({ mainSteps, parameters }: JsonObject): readonly CalledDocument[] {
  const steps: readonly unknown[] = isList(mainSteps) ? mainSteps : [];
  return steps.flatMap((step) => {
    if (!isObject(step) || step["action"] !== "aws:runDocument" || !isObject(step["inputs"])) return [];
    const { documentType, documentPath } = step["inputs"];
    // The other type is a file on the node.
    if (documentType !== "SSMDocument") return [];
    const name = valueOf(documentPath, { parameters: parameters ?? {} });
    return name === undefined ? [] : [{ name, version: undefined, step: String(step["name"]) }];
  });
}

/** The string, or the default of the parameter that it refers to; undefined if it is decided when the document runs. */
function valueOf(value: unknown, { parameters }: JsonObject): string | undefined {
  if (typeof value !== "string") return undefined;
  const [reference] = referencesIn(value);
  if (reference === undefined) return value;
  if (!reference.whole || reference.target.kind !== "parameter" || !isObject(parameters)) return undefined;
  const definition = parameters[reference.target.name];
  const preset = isObject(definition) ? definition["default"] : undefined;
  return typeof preset === "string" && preset !== "" ? preset : undefined;
}
