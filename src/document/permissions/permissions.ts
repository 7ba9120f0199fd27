/**
 * Derives the IAM policy that a runbook's steps need, as narrow as their inputs allow. It is the policy of the runbook's role,
 * and shows reviewers what a runbook can do.
 */
import { actionOf } from "../action-table";
import { isAmazonDocument } from "../../iam/resources/documents";
import { parameterArn } from "../../iam/resources/parameters";
import type { PolicyStatement } from "../../iam/statements/statement";
import { text, type PermissionContext } from "./step-facts";
import { isObject } from "../json";
import { mergeStatements } from "../../iam/statements/merge-statements";
import type { AutomationDocument, Runbook } from "../model";
import { referencesWithin } from "../references";
import { apiGap, apiPermissions } from "./api-permissions";
import { callsAws } from "./script-calls";
import { deletionPermissions, templatePermissions } from "./stack-template";
import { declarationsOf, declaredPermissions, isDeclaration } from "./declared-permissions";
import { viewOf, type StepView } from "../view";
import { FLEETBOOK } from "../../diagnostics/called-as";

export interface DerivedPermissions {
  /** Sorted, without duplicates; every statement allows. */
  readonly statements: readonly PolicyStatement[];
  /** Permissions that could not be derived, as full sentences. With gaps, the statements may not suffice for a role. */
  readonly gaps: readonly string[];
}

export interface PermissionOptions extends Partial<PermissionContext> {
  /** Other runbooks by document name. If a step runs one, its permissions are included. @default none */
  readonly runbooks?: ReadonlyMap<string, Runbook>;
}

/** AWS's limit of nested automations. */
const MAXIMUM_DEPTH = 5;

/** The permissions of Amazon-owned runbooks that our runbooks call, from their reference pages, for projects that have not pulled them. */
const AMAZON_RUNBOOKS: Readonly<Record<string, (context: PermissionContext) => readonly PolicyStatement[]>> = {
  "AWS-CreateImage": (context) =>
    actionOf("aws:createImage")?.permissions({ inputs: { InstanceId: "*", ImageName: "*" }, context }) ?? [],
};

/** Derives the permissions that the document's steps need, and the runbooks that they call. */
export function derivePermissions(document: AutomationDocument, options: PermissionOptions = {}): DerivedPermissions {
  const { runbooks = new Map<string, Runbook>(), ...known } = options;
  const context: PermissionContext = {
    partition: "aws",
    region: "*",
    accountId: "*",
    parameters: {},
    targetTag: undefined,
    ...known,
  };
  const found = collect(document, context, runbooks, 1);
  return { statements: mergeStatements(found.statements), gaps: [...new Set(found.gaps)] };
}

/** The actions that are allowed on every resource, with the reason. */
export function everywhere(
  statements: readonly PolicyStatement[],
): readonly { readonly actions: readonly string[]; readonly because: string }[] {
  return statements
    .filter(({ resources }) => resources.includes("*"))
    .map(({ actions, because = "The step does not say on which." }) => ({ actions, because }));
}

function collect(
  document: AutomationDocument,
  context: PermissionContext,
  runbooks: ReadonlyMap<string, Runbook>,
  depth: number,
): DerivedPermissions {
  const view = viewOf({ ...document }, 0);
  const statements: PolicyStatement[] = parameterStoreDefaults(document, context);
  const gaps: string[] = [];
  for (const step of view.steps) {
    statements.push(...(step.definition?.permissions({ inputs: step.inputs, context }) ?? []));
    statements.push(...declaredPermissions(step.raw["description"], context));
    const deleted = deletions(step, view.steps, context);
    statements.push(...deleted.statements);
    const nested = nestedPermissions(step, context, runbooks, depth);
    statements.push(...nested.statements);
    // The description declares the permissions that cannot be derived.
    if (!declarationsOf(step.raw["description"]).some(isDeclaration))
      gaps.push(
        ...scriptGaps(step),
        ...apiGaps(step, context),
        ...stackGaps(step, context),
        ...deleted.gaps,
        ...nested.gaps,
      );
  }
  return { statements, gaps };
}

/** The permissions of a child, which runs with its parent's role unless it has one of its own. */
function nestedPermissions(
  step: StepView,
  context: PermissionContext,
  runbooks: ReadonlyMap<string, Runbook>,
  depth: number,
): DerivedPermissions {
  if (step.action !== "aws:executeAutomation") return { statements: [], gaps: [] };
  const name = text({ inputs: step.inputs, context }, step.inputs["DocumentName"]);
  // A shared runbook is called by its ARN.
  const runbook = runbooks.get(name.slice(name.lastIndexOf("/") + 1));
  const ofAmazon = Object.hasOwn(AMAZON_RUNBOOKS, name) ? AMAZON_RUNBOOKS[name] : undefined;
  if (runbook === undefined && ofAmazon !== undefined) return { statements: ofAmazon(context), gaps: [] };
  if (runbook === undefined || depth >= MAXIMUM_DEPTH) {
    const pull = isAmazonDocument(name) ? ` Pull it, and it is: \`${FLEETBOOK} documents pull ${name}\`.` : "";
    return { statements: [], gaps: [`What the runbook ${name} needs is not known; step ${step.name} runs it.${pull}`] };
  }
  return collect(runbook.document, { ...context, parameters: knownParameters(step, context) }, runbooks, depth + 1);
}

/** The child's parameters whose values are known before the execution. */
function knownParameters(step: StepView, context: PermissionContext): Record<string, string> {
  const given = isObject(step.inputs["RuntimeParameters"]) ? step.inputs["RuntimeParameters"] : {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
      const resolved = text({ inputs: {}, context }, single);
      return resolved.includes("*") ? [] : [[name, resolved]];
    }),
  );
}

function scriptGaps(step: StepView): readonly string[] {
  const { Script: script, Attachment: attachment } = step.inputs;
  if (step.action !== "aws:executeScript") return [];
  if (typeof script === "string") {
    return callsAws(script) && declarationsOf(script).length === 0
      ? [`The script of step ${step.name} calls AWS and does not declare what it needs.`]
      : [];
  }
  return attachment === undefined ? [] : [`What the attached script of step ${step.name} needs is not known.`];
}

/** Calls whose IAM action is unknown. */
function apiGaps(step: StepView, context: PermissionContext): readonly string[] {
  if (step.definition?.permissions !== apiPermissions) return [];
  const gap = apiGap({ inputs: step.inputs, context });
  return gap === undefined ? [] : [`${gap}; step ${step.name} calls it.`];
}

/** What the template of a stack makes and nobody knows. */
function stackGaps({ action, name, inputs }: StepView, context: PermissionContext): readonly string[] {
  if (action !== "aws:createStack") return [];
  return templatePermissions({ inputs, context }).gaps.map((gap) => `${gap}; step ${name} makes the stack.`);
}

function deletions(step: StepView, steps: readonly StepView[], context: PermissionContext): DerivedPermissions {
  if (step.action !== "aws:deleteStack") return { statements: [], gaps: [] };
  const makers = steps.filter(({ action }) => action === "aws:createStack");
  const { statements, gaps } = deletionPermissions(
    { inputs: step.inputs, context },
    makers.map(({ inputs }) => ({ inputs, context })),
  );
  return { statements, gaps: gaps.map((gap) => `${gap}; step ${step.name} deletes the stack.`) };
}

/** The role also reads the defaults that are in Parameter Store. */
function parameterStoreDefaults(document: AutomationDocument, context: PermissionContext): PolicyStatement[] {
  const names = referencesWithin(document.parameters, []).flatMap(({ target }) =>
    target.kind === "ssm" ? target.name : [],
  );
  if (names.length === 0) return [];
  return [
    {
      actions: ["ssm:GetParameters"],
      resources: names.map((name) => parameterArn(context, name)),
    },
  ];
}
