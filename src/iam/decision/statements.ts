/**
 * Whether a statement applies to a request, with a reason if it does not. Its principals are checked in principals.ts.
 */
import { checkConditions } from "./conditions";
import { readPattern, type Scope } from "./operators";
import { matchesAction, matchesResource, resourcePart } from "./patterns";
import type { PatternElement, PolicyDocument, Statement } from "./policy";
import { conditionKeys, type Request } from "./request";

/** A document with its name for messages: `identity policy ExecutionPolicy`. */
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

export type Application =
  /** `note` says which condition of an applied Deny was not understood. */
  | { readonly applies: true; readonly note?: string }
  | { readonly applies: false; readonly because: "action" | "resource" | "condition"; readonly reason: string };

/** What the strings of the document's statements are interpreted with for this request. */
export function scopeOf(document: PolicyDocument, request: Request): Scope {
  return { version: document.version, keys: conditionKeys(request) };
}

/**
 * Compares Action, Resource and Condition with the request. If a condition is not understood, a Deny applies and an Allow
 * does not, so that the sandbox never allows what AWS would refuse.
 */
export function applyStatement(statement: Statement, request: Request, scope: Scope): Application {
  const { actions, resources } = statement;
  if (actions.patterns.some((pattern) => matchesAction(pattern, request.action)) === actions.not) {
    return doesNotApply("action", `its ${elementName(actions, "Action")} does not include ${request.action}`);
  }
  if (resources !== undefined && !includesResource(resources, request.resource, scope)) {
    return doesNotApply("resource", `its ${elementName(resources, "Resource")} does not include ${request.resource}`);
  }
  const verdict = checkConditions(statement.conditions, scope);
  if (verdict.outcome === "met") {
    return { applies: true };
  }
  if (verdict.outcome === "not-understood" && statement.effect === "Deny") {
    return { applies: true, note: `${verdict.reason}, and a Deny that is not understood applies` };
  }
  const note = verdict.outcome === "not-understood" ? ", and an Allow that is not understood does not apply" : "";
  return doesNotApply("condition", `${verdict.reason}${note}`);
}

function doesNotApply(because: "action" | "resource" | "condition", reason: string): Application {
  return { applies: false, because, reason };
}

function includesResource(element: PatternElement, resource: string, scope: Scope): boolean {
  const patterns = element.patterns.map((pattern) => readPattern(pattern, scope, resourcePart(pattern)));
  // A pattern with a variable that has no value lists nothing, so NotResource includes what it would have excepted.
  const listed = patterns.some((pattern) => pattern !== undefined && matchesResource(pattern, resource));
  return listed !== element.not;
}

function elementName(element: PatternElement, name: string): string {
  return `${element.not ? "Not" : ""}${name}`;
}

/** `statement 2 (DenyOtherRegions)` */
export function statementName(statement: Statement): string {
  return `statement ${statement.number}${statement.sid === undefined ? "" : ` (${statement.sid})`}`;
}
