/** The permissions of a runbook's role: those of its steps, and those to start it for targets. */
import { arn } from "../../iam/arn";
import { NO_RESOURCE_LEVEL, passRole, type PolicyStatement } from "../../iam/statements/statement";
import { text, type PermissionContext } from "./step-facts";
import type { AutomationDocument, Runbook } from "../model";
import { inRegions } from "./in-regions";
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
  return inEachRegion(runbook, context, (known) => {
    const { statements, gaps } = derivePermissions(runbook.document, { ...known, runbooks: context.runbooks });
    if (runbook.targetType === undefined) return { statements, gaps };
    return { statements: [...statements, ...targetStatements(runbook, known)], gaps };
  });
}

/** The context of a role with which a runbook acts in other accounts than the one that shares it. */
export interface SharedRunbookContext extends RoleContext {
  /** The account that owns the document, 12 digits. */
  readonly ownerId: string;
}

/**
 * The permissions of an execution role for one runbook that another account shares, besides finding targets and passing
 * the role itself. Systems Manager starts the runbook as this role in the account, and then once for each target.
 */
export function executionRolePermissions(runbook: Runbook, context: SharedRunbookContext): DerivedPermissions {
  const { name, document } = runbook;
  const { assumeRole } = document;
  const hasFixedRole = Boolean(assumeRole) && assumeRoleParameter(document) === undefined;
  return inEachRegion(runbook, context, (known) => {
    // AWS does not document whose account is in the ARN of a shared document. The document's owner alone can change it.
    const owned = arn({ ...known, accountId: context.ownerId }, "ssm", `automation-definition/${name}:*`);
    const start = startStatements(known, [owned, arn(known, "ssm", `automation-definition/${name}:*`)]);
    if (hasFixedRole) return { statements: [...start, ...passAssumeRole(document, known)], gaps: [] };
    const { statements, gaps } = derivePermissions(document, { ...known, runbooks: context.runbooks });
    return { statements: [...statements, ...start], gaps };
  });
}

function inEachRegion(
  { document }: Runbook,
  context: RoleContext,
  permissionsIn: (known: PermissionContext) => DerivedPermissions,
): DerivedPermissions {
  const parameter = assumeRoleParameter(document);
  const { partition, accountId, roleArn, targetTag } = context;
  const parameters: PermissionContext["parameters"] = parameter === undefined ? {} : { [parameter]: roleArn };
  const gaps = new Set<string>();
  const statements = inRegions(context.regions, (region) => {
    const found = permissionsIn({ partition, region, accountId, parameters, targetTag });
    for (const gap of found.gaps) gaps.add(gap);
    return found.statements;
  });
  return { statements, gaps: [...gaps] };
}

/**
 * An execution for targets resolves them, starts an execution of the same runbook for each, and passes its role to it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup.html
 */
function targetStatements({ name, document }: Runbook, context: PermissionContext): readonly PolicyStatement[] {
  return [
    {
      actions: ["ec2:DescribeInstances", "tag:GetResources"],
      resources: ["*"],
      because: NO_RESOURCE_LEVEL,
    },
    { actions: ["resource-groups:ListGroupResources"], resources: [arn(context, "resource-groups", "group/*")] },
    ...startStatements(context, [arn(context, "ssm", `automation-definition/${name}:*`)]),
    ...passAssumeRole(document, context),
  ];
}

/** To start an execution, to follow it and to stop it. */
function startStatements(context: PermissionContext, definitions: readonly string[]): readonly PolicyStatement[] {
  return [
    { actions: ["ssm:StartAutomationExecution"], resources: [...new Set(definitions)] },
    {
      actions: ["ssm:GetAutomationExecution", "ssm:StopAutomationExecution"],
      resources: [arn(context, "ssm", "automation-execution/*")],
    },
  ];
}

function passAssumeRole({ assumeRole }: AutomationDocument, context: PermissionContext): readonly PolicyStatement[] {
  return assumeRole ? [passRole(text({ inputs: {}, context }, assumeRole), "ssm.amazonaws.com")] : [];
}
