/** What the template of a step that creates a stack makes, with the rights of the runbook's role unless the stack has its own. */
import { stackPermissions, type StackPermissions } from "../../iam/stacks/stack-permissions";
import { text, type StepFacts } from "./step-facts";

const NOTHING: StackPermissions = { statements: [], gaps: [] };

/** Stands for what is decided at run time, since a bare `*` has a meaning in YAML. */
const UNKNOWN = "DecidedAtRunTime";

export function templatePermissions(step: StepFacts): StackPermissions {
  const { TemplateBody: body, RoleARN: role, StackName: name } = step.inputs;
  if (role !== undefined) return NOTHING;
  if (typeof body !== "string") return { statements: [], gaps: ["The template at TemplateURL is not read"] };
  const template = body.replace(/\{\{[^{}]*\}\}/g, (reference) => {
    const value = text(step, reference);
    return value === "*" ? UNKNOWN : value;
  });
  const { statements, gaps } = stackPermissions(template, text(step, name), step.context);
  return {
    gaps,
    statements: statements.map((statement) => ({
      ...statement,
      resources: statement.resources.map((resource) => resource.replace(new RegExp(UNKNOWN, "gi"), "*")),
    })),
  };
}
