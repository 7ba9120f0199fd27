/** What the role of a runbook must be allowed to do: what its steps need, and what it takes to start it for targets. */
import { arn } from "../../iam/arn";
import { NO_RESOURCE_LEVEL, passRole, type PolicyStatement } from "../../iam/statements/statement";
import { text, type PermissionContext } from "./step-facts";
import { mergeStatements } from "../../iam/statements/merge-statements";
import type { AutomationDocument, Runbook } from "../model";
import { derivePermissions, type DerivedPermissions } from "./permissions";
import { referencesIn } from "../references";

export interface RoleContext {
  readonly partition: string;
  /** The Regions that the runbook runs in, one at least; `*` for all. */
  readonly regions: readonly string[];
  /** 12 digits, or `*`. */
  readonly accountId: string;
  /** ARN of the role that the runbook gets in its role parameter, if it has one. */
  readonly roleArn: string;
  /** Every runbook by document name: what nested ones need is included. */
  readonly runbooks: ReadonlyMap<string, Runbook>;
  /** The tag by which the runbook's instances are found: it may then act on these alone. @default every instance */
  readonly targetTag?: PermissionContext["targetTag"];
}

/** The parameter that takes the runbook's role; undefined where the role is fixed, or where there is none. */
export function assumeRoleParameter({ assumeRole }: AutomationDocument): string | undefined {
  const [reference] = referencesIn(assumeRole ?? "");
  return reference?.target.kind === "parameter" && reference.whole ? reference.target.name : undefined;
}

/** The permissions of the role that the runbook acts with in every Region; without one, those of whoever starts it. */
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
 * An execution for targets finds them, starts an execution of the same runbook for each and passes its role on to it.
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
