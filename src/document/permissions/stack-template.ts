/** What steps make and delete with stacks, with the rights of the runbook's role unless the stack has its own. */
import {
  rollbackPermissions,
  stackDeletionPermissions,
  stackPermissions,
  type StackPermissions,
} from "../../iam/stacks/stack-permissions";
import { isList } from "../json";
import { text, type StepFacts } from "./step-facts";

const NOTHING: StackPermissions = { statements: [], gaps: [] };

/** Stands for what is decided at run time, since a bare `*` has a meaning in YAML. */
const UNKNOWN = "DecidedAtRunTime";

/** What it takes to make the stack and, unless it stays as it failed, to roll it back. */
export function templatePermissions(step: StepFacts): StackPermissions {
  const { TemplateBody: body, RoleARN: role, StackName: name } = step.inputs;
  if (role !== undefined) return NOTHING;
  if (typeof body !== "string") return { statements: [], gaps: ["The template at TemplateURL is not read"] };
  const stack = text(step, name);
  const made = ofTemplate(step, body, (template) => stackPermissions(template, stack, step.context));
  if (!rollsBack(step)) return made;
  const undone = ofTemplate(step, body, (template) => rollbackPermissions(template, stack, step.context));
  return { statements: [...made.statements, ...undone.statements], gaps: [...made.gaps, ...undone.gaps] };
}

/** Whether a stack that fails is undone, as it is by default. What decides it only at run time counts as yes. */
function rollsBack({ inputs }: StepFacts): boolean {
  return inputs["OnFailure"] !== "DO_NOTHING" && inputs["DisableRollback"] !== true;
}

/** What a step that deletes a stack deletes, if a step of the same runbook makes that stack. @param makers those steps */
export function deletionPermissions(step: StepFacts, makers: readonly StepFacts[]): StackPermissions {
  const { RoleARN: role, StackName: name, RetainResources: retained } = step.inputs;
  const stack = text(step, name);
  const maker = makers.find(({ inputs }) => JSON.stringify(inputs["StackName"]) === JSON.stringify(name));
  if (role !== undefined || maker?.inputs["RoleARN"] !== undefined) return NOTHING;
  const body = maker?.inputs["TemplateBody"];
  if (typeof body !== "string") return { statements: [], gaps: [`What the stack ${stack} has is not known`] };
  const stays = isList(retained) ? retained.map((id) => text(step, id)) : [];
  return ofTemplate(step, body, (template) => stackDeletionPermissions(template, stack, step.context, stays));
}

function ofTemplate(
  step: StepFacts,
  body: string,
  permissionsOf: (template: string) => StackPermissions,
): StackPermissions {
  const template = body.replace(/\{\{[^{}]*\}\}/g, (reference) => {
    const value = text(step, reference);
    return value === "*" ? UNKNOWN : value;
  });
  const { statements, gaps } = permissionsOf(template);
  return {
    gaps,
    statements: statements.map((statement) => ({
      ...statement,
      resources: statement.resources.map((resource) => resource.replace(new RegExp(UNKNOWN, "gi"), "*")),
    })),
  };
}
