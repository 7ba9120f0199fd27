/** What a role needs that deploys Terraform stacks into an account: to create, change, read and delete what they have. */
import { hasResources } from "../resources/every-resource";
import { mergeStatements } from "../statements/merge-statements";
import { NO_RESOURCE_LEVEL, passRole, type PolicyStatement } from "../statements/statement";
import { DATA_CALLS, RESOURCE_CALLS, type Calls } from "./resource-calls";
import type { StackResource } from "./stack-resource";
import { roleArnOf, scopesOf, type DeployTarget, type Subject } from "./subjects";

export interface DeployPermissions {
  /** Sorted, without duplicates. */
  readonly statements: readonly PolicyStatement[];
  /** Types of resources whose calls are not known. */
  readonly unknownTypes: readonly string[];
}

/** @param resources of all stacks of the account: those that are to be deployed and those that are */
export function deployPermissions(resources: readonly StackResource[], target: DeployTarget): DeployPermissions {
  const kinds = new Map(resources.map(({ type, isData }) => [`${isData ? "data." : ""}${type}`, { type, isData }]));
  const unknownTypes: string[] = [];
  const statements = [...kinds].flatMap(([kind, { type, isData }]) => {
    const calls = callsOf(type, isData);
    if (calls === undefined) unknownTypes.push(kind);
    return (calls ?? []).flatMap((some) => statementsFor(some, resources, target));
  });
  return {
    statements: mergeStatements([...statements, ...passedRoles(resources, target)]),
    unknownTypes: unknownTypes.sort(),
  };
}

function callsOf(type: string, isData: boolean): readonly Calls[] | undefined {
  if (isData) return Object.hasOwn(DATA_CALLS, type) ? [DATA_CALLS[type] ?? {}] : undefined;
  const calls = Object.hasOwn(RESOURCE_CALLS, type) ? RESOURCE_CALLS[type] : undefined;
  return calls && [calls.read ?? {}, calls.create ?? {}, calls.update ?? {}, calls.delete ?? {}];
}

function statementsFor(
  calls: Calls,
  resources: readonly StackResource[],
  target: DeployTarget,
): readonly PolicyStatement[] {
  return Object.entries(calls).flatMap(([subject, actions]) =>
    scopesOf(subject as Subject, resources, target).flatMap((scope) =>
      actions.split(" ").map((action) => ({
        ...scope,
        actions: [action],
        ...(!hasResources(action) && { because: NO_RESOURCE_LEVEL }),
      })),
    ),
  );
}

/** The roles that resources hand over to services. */
function passedRoles(resources: readonly StackResource[], target: DeployTarget): readonly PolicyStatement[] {
  const ec2 = target.partition === "aws-cn" ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
  return resources.flatMap(({ type, attributes }) => {
    const [role, service] = passedRole(type, attributes, ec2);
    if (typeof role !== "string" || role === "") return [];
    return passRole(roleArnOf(role, resources, target), service);
  });
}

function passedRole(
  type: string,
  attributes: Readonly<Record<string, unknown>>,
  ec2: string,
): readonly [role: unknown, service: string] {
  switch (type) {
    case "aws_iam_instance_profile":
      return [attributes["role"], ec2];
    case "aws_flow_log":
      return [attributes["iam_role_arn"], "vpc-flow-logs.amazonaws.com"];
    case "aws_ssm_association": {
      const { parameters } = attributes;
      const role: unknown =
        typeof parameters === "object" && parameters !== null
          ? Reflect.get(parameters, "AutomationAssumeRole")
          : undefined;
      return [role, "ssm.amazonaws.com"];
    }
    default:
      return [undefined, ""];
  }
}
