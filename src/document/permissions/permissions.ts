/**
 * The IAM policy that a runbook's steps need, as narrow as the steps say: for the role of the runbook, and to show a
 * reviewer what a runbook can do.
 */
import { actionOf } from "../action-table";
import { parameterArn } from "../../iam/resources/parameters";
import type { PolicyStatement } from "../../iam/statements/statement";
import { text, type PermissionContext } from "./step-facts";
import { isObject } from "../json";
import { mergeStatements } from "../../iam/statements/merge-statements";
import type { AutomationDocument, Runbook } from "../model";
import { referencesWithin } from "../references";
import { apiGap, apiPermissions } from "./api-permissions";
import { callsAws } from "./script-calls";
import { declarationsOf, declaredPermissions, isDeclaration } from "./declared-permissions";
import { viewOf, type StepView } from "../view";

export interface DerivedPermissions {
  /** Sorted, without duplicates; every statement allows. */
  readonly statements: readonly PolicyStatement[];
  /** What could not be derived, as full sentences: a role with these statements alone may not be enough. */
  readonly gaps: readonly string[];
}

export interface PermissionOptions extends Partial<PermissionContext> {
  /** Other runbooks by document name: what they need is included where a step runs them. @default none */
  readonly runbooks?: ReadonlyMap<string, Runbook>;
}

/** AWS's own limit of runbooks that call runbooks. */
const MAXIMUM_DEPTH = 5;

/** What Amazon's own runbooks need, as their reference pages say, for those that ours call. */
const AMAZON_RUNBOOKS: Readonly<Record<string, (context: PermissionContext) => readonly PolicyStatement[]>> = {
  "AWS-CreateImage": (context) =>
    actionOf("aws:createImage")?.permissions({ inputs: { InstanceId: "*", ImageName: "*" }, context }) ?? [],
};

/** Derives what the document's steps, and the runbooks that they call, must be allowed to do. */
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

/** The statements as an IAM policy document. */
export function policyDocument(statements: readonly PolicyStatement[]): object {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ actions, resources, conditions }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(conditions !== undefined && { Condition: conditions }),
    })),
  };
}

/** The actions that stand on every resource, and why. */
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
    const nested = nestedPermissions(step, context, runbooks, depth);
    statements.push(...nested.statements);
    // What the description declares is what is missing here.
    if (!declarationsOf(step.raw["description"]).some(isDeclaration))
      gaps.push(...scriptGaps(step), ...apiGaps(step, context), ...nested.gaps);
  }
  return { statements, gaps };
}

/** A child runs with the same role as its parent, unless it is given one of its own. */
function nestedPermissions(
  step: StepView,
  context: PermissionContext,
  runbooks: ReadonlyMap<string, Runbook>,
  depth: number,
): DerivedPermissions {
  if (step.action !== "aws:executeAutomation") return { statements: [], gaps: [] };
  const name = text({ inputs: step.inputs, context }, step.inputs["DocumentName"]);
  const ofAmazon = Object.hasOwn(AMAZON_RUNBOOKS, name) ? AMAZON_RUNBOOKS[name] : undefined;
  if (ofAmazon !== undefined) return { statements: ofAmazon(context), gaps: [] };
  // A shared runbook is called by its ARN.
  const runbook = runbooks.get(name.slice(name.lastIndexOf("/") + 1));
  if (runbook === undefined || depth >= MAXIMUM_DEPTH) {
    return { statements: [], gaps: [`What the runbook ${name} needs is not known; step ${step.name} runs it.`] };
  }
  return collect(runbook.document, { ...context, parameters: knownParameters(step, context) }, runbooks, depth + 1);
}

/** Parameters of the child whose values are known when the parent is written. */
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

/** Calls of which it is not known what they need. */
function apiGaps(step: StepView, context: PermissionContext): readonly string[] {
  if (step.definition?.permissions !== apiPermissions) return [];
  const gap = apiGap({ inputs: step.inputs, context });
  return gap === undefined ? [] : [`${gap}; step ${step.name} calls it.`];
}

/** Defaults that are read from Parameter Store are read with the role as well. */
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
