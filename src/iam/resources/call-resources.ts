/**
 * The resources of API calls as narrow as the call's parameters say. Calls are listed for which every resource that IAM
 * asks about is known from the parameters; everything else is `*`, and the policy says so.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
import { ec2Scopes } from "./ec2-resources";
import { arn, arnOr, NO_RESOURCE_LEVEL, text, type PolicyStatement, type StepFacts } from "../../document/permissions/step-facts";
import { s3Scope } from "./s3-resources";

/** A statement without its actions. */
export type Scope = Omit<PolicyStatement, "actions">;

/** How a parameter names the only resource of some of a service's calls. */
const SCOPES: readonly {
  readonly calls: RegExp;
  readonly parameter: string;
  readonly resources: (value: string, step: StepFacts) => readonly string[];
}[] = [
  {
    calls: /^dynamodb:(Get|Put|Update|Delete)Item$|^dynamodb:(Query|Scan|DescribeTable)$/,
    parameter: "TableName",
    resources: (name, { context }) => [
      arn(context, "dynamodb", `table/${name}`),
      arn(context, "dynamodb", `table/${name}/index/*`),
    ],
  },
  {
    calls: /^lambda:/,
    parameter: "FunctionName",
    resources: (name, { context }) => [
      arn(context, "lambda", `function:${name}`),
      arn(context, "lambda", `function:${name}:*`),
    ],
  },
  {
    calls: /^logs:/,
    parameter: "logGroupName",
    resources: (name, { context }) => [
      arn(context, "logs", `log-group:${name}`),
      arn(context, "logs", `log-group:${name}:*`),
    ],
  },
  {
    calls: /^rds:(Start|Stop|Reboot)DBInstance$/,
    parameter: "DBInstanceIdentifier",
    resources: (name, { context }) => [arn(context, "rds", `db:${name}`)],
  },
  {
    calls: /^rds:(Start|Stop|Reboot)DBCluster$/,
    parameter: "DBClusterIdentifier",
    resources: (name, { context }) => [arn(context, "rds", `cluster:${name}`)],
  },
  {
    calls: /^secretsmanager:/,
    parameter: "SecretId",
    // Secrets Manager adds six random characters to the name.
    resources: (name, { context }) => [arn(context, "secretsmanager", `secret:${name}-*`)],
  },
  {
    calls: /^sns:/,
    parameter: "TopicArn",
    resources: (name, { context }) => [arn(context, "sns", name)],
  },
  {
    calls: /^states:StartExecution$/,
    parameter: "stateMachineArn",
    resources: (name, { context }) => [arn(context, "states", `stateMachine:${name}`)],
  },
  {
    calls: /^sts:AssumeRole$/,
    parameter: "RoleArn",
    resources: (name, { context }) => [`arn:${context.partition}:iam::*:role/${name}`],
  },
  {
    calls: /^iam:(?!.*InstanceProfile)[A-Za-z]*Role/,
    parameter: "RoleName",
    resources: (name, { context }) => namedInIam(context, "role", name),
  },
  {
    calls: /^iam:(?!.*Group)[A-Za-z]*User/,
    parameter: "UserName",
    resources: (name, { context }) => namedInIam(context, "user", name),
  },
];

const PARAMETER_STORE = /^ssm:(Get|Put|Delete)Parameters?$/;

/** The resources on which one IAM action of the step must be allowed, in as many statements as it takes. */
export function apiResources(action: string, step: StepFacts): readonly Scope[] {
  if (action.startsWith("ec2:")) return ec2Scopes(action, step);
  if (action.startsWith("s3:")) return [s3Scope(action, step)];
  if (PARAMETER_STORE.test(action)) return [{ resources: parameterArns(step) }];
  if (/^(tag:GetResources|ssm:Describe|sts:GetCallerIdentity|cloudwatch:Describe)/.test(action)) {
    return [{ resources: ["*"], because: NO_RESOURCE_LEVEL }];
  }
  const scope = SCOPES.find(({ calls, parameter }) => calls.test(action) && parameter in step.inputs);
  if (scope === undefined) {
    return [{ resources: ["*"], because: "Its resource does not follow from the call's parameters." }];
  }
  const value = text(step, step.inputs[scope.parameter]);
  return [{ resources: value.startsWith("arn:") ? [value] : scope.resources(value, step) }];
}

/** Roles and users can stand below a path, which is part of their ARNs and not of their names. */
function namedInIam({ partition, accountId }: StepFacts["context"], kind: string, name: string): readonly string[] {
  const start = `arn:${partition}:iam::${accountId}:${kind}/`;
  return name === "*" ? [`${start}*`] : [`${start}${name}`, `${start}*/${name}`];
}

function parameterArns(step: StepFacts): readonly string[] {
  const { Name: name, Names: names } = step.inputs;
  const all: readonly unknown[] = Array.isArray(names) ? names : [name];
  return all.map((one) =>
    // The ARNs have one slash, whether the name begins with one or not.
    arnOr(text(step, one), (plain) => arn(step.context, "ssm", `parameter/${plain.replace(/^\//, "")}`)),
  );
}
