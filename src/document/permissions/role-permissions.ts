/** The permissions of a runbook's role: those of its steps, and those to start it for targets. */
import { arn } from "../../iam/arn";
import { NO_RESOURCE_LEVEL, passRole, type PolicyStatement } from "../../iam/statements/statement";
import { text, type PermissionContext } from "./step-facts";
import { mergeStatements } from "../../iam/statements/merge-statements";
import type { AutomationDocument, Runbook } from "../model";
import { derivePermissions, type DerivedPermissions } from "./permissions";
import { referencesIn } from "../references";

export interface RoleContext {
  readonly partition: string;
  /** The Regions in which the runbook runs, at least one; `*` for all. */
  readonly regions: readonly string[];
  /** 12 digits, or `*`. */
  readonly accountId: string;
  /** ARN of the role in the runbook's role parameter, if it has such a parameter. */
  readonly roleArn: string;
  /** Every runbook by document name. The permissions of nested runbooks are included. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
  /** The tag by which targets are selected. The role may then act only on instances with this tag. @default every instance */
  readonly targetTag?: PermissionContext["targetTag"];
}

/** The parameter for the runbook's role; undefined if the role is fixed, or if there is no role. */
export function assumeRoleParameter({ assumeRole }: AutomationDocument): string | undefined {
  const [reference] = referencesIn(assumeRole ?? "");
  return reference?.target.kind === "parameter" && reference.whole ? reference.target.name : undefined;
}

/** The permissions of the runbook's role in all its Regions. If it has no role, the identity that starts it needs them. */
export function rolePermissions(runbook: Runbook, context: RoleContext): DerivedPermissions {
  const parameter = assumeRoleParameter(runbook.document);
  const found = context.regions.map((region) => {
    const known = {
      partition: context.partition,
      region,
      accountId: context.accountId,
      parameters: parameter === undefined ? {} : { [parameter]: context.roleArn },
      targetTag: context.targetTag,
    };
    const { statements, gaps } = derivePermissions(runbook.document, { ...known, runbooks: context.runbooks });
    const forTargets = runbook.targetType === undefined ? [] : targetStatements(runbook, known);
    return { statements: [...statements, ...forTargets], gaps };
  });
  return {
    statements: mergeStatements(found.flatMap(({ statements }) => statements)),
    gaps: [...new Set(found.flatMap(({ gaps }) => gaps))],
  };
}

/**
 * An execution for targets resolves them, starts an execution of the same runbook for each, and passes its role to it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html
 */
function targetStatements({ name, document }: Runbook, context: PermissionContext): readonly PolicyStatement[] {
  const { assumeRole } = document;
  return [
    {
      actions: ["ec2:DescribeInstances", "tag:GetResources"],
      resources: ["*"],
      because: NO_RESOURCE_LEVEL,
    },
    { actions: ["resource-groups:ListGroupResources"], resources: [arn(context, "resource-groups", "group/*")] },
    { actions: ["ssm:StartAutomationExecution"], resources: [arn(context, "ssm", `automation-definition/${name}:*`)] },
    {
      actions: ["ssm:GetAutomationExecution", "ssm:StopAutomationExecution"],
      resources: [arn(context, "ssm", "automation-execution/*")],
    },
    ...(assumeRole ? [passRole(text({ inputs: {}, context }, assumeRole), "ssm.amazonaws.com")] : []),
  ];
}
