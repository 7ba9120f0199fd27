/**
 * The resources of API calls as narrow as the call's parameters say. Calls are listed for which every resource that IAM
 * asks about is known from the parameters; everything else is `*`, and the policy says so. A test holds the actions and
 * the ARNs against the Service Authorization Reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
import { arn, iamArn } from "../arn";
import type { Location } from "../location";
import type { Scope } from "../statements/statement";
import { textOf, type ApiCall } from "./api-call";
import { ec2Scopes } from "./ec2-resources";
import { onEveryResource } from "./every-resource";
import { parameterArn } from "./parameters";
import { s3Scope } from "./s3-resources";

/** How a parameter names the only resource of some of a service's calls. */
export const SCOPES: readonly {
  readonly calls: RegExp;
  readonly parameter: string;
  readonly resources: (name: string, location: Location) => readonly string[];
}[] = [
  {
    calls: /^dynamodb:(Get|Put|Update|Delete)Item$|^dynamodb:(Query|Scan|DescribeTable)$/,
    parameter: "TableName",
    resources: (name, location) => [
      arn(location, "dynamodb", `table/${name}`),
      arn(location, "dynamodb", `table/${name}/index/*`),
    ],
  },
  {
    calls: /^lambda:/,
    parameter: "FunctionName",
    resources: (name, location) => [
      arn(location, "lambda", `function:${name}`),
      arn(location, "lambda", `function:${name}:*`),
    ],
  },
  {
    calls: /^logs:/,
    parameter: "logGroupName",
    resources: (name, location) => [
      arn(location, "logs", `log-group:${name}`),
      arn(location, "logs", `log-group:${name}:*`),
    ],
  },
  {
    calls: /^rds:(Start|Stop|Reboot)DBInstance$/,
    parameter: "DBInstanceIdentifier",
    resources: (name, location) => [arn(location, "rds", `db:${name}`)],
  },
  {
    calls: /^rds:(Start|Stop|Reboot)DBCluster$/,
    parameter: "DBClusterIdentifier",
    resources: (name, location) => [arn(location, "rds", `cluster:${name}`)],
  },
  {
    calls: /^secretsmanager:/,
    parameter: "SecretId",
    // Secrets Manager adds six random characters to the name.
    resources: (name, location) => [arn(location, "secretsmanager", `secret:${name}-*`)],
  },
  {
    calls: /^sns:/,
    parameter: "TopicArn",
    resources: (name, location) => [arn(location, "sns", name)],
  },
  {
    calls: /^states:StartExecution$/,
    parameter: "stateMachineArn",
    resources: (name, location) => [arn(location, "states", `stateMachine:${name}`)],
  },
  {
    calls: /^sts:AssumeRole(WithWebIdentity)?$/,
    parameter: "RoleArn",
    resources: (name, location) => [iamArn({ ...location, accountId: "*" }, `role/${name}`)],
  },
  {
    calls: /^iam:(?!.*InstanceProfile)[A-Za-z]*Role/,
    parameter: "RoleName",
    resources: (name, location) => namedInIam(location, "role", name),
  },
  {
    calls: /^iam:(?!.*Group)[A-Za-z]*User/,
    parameter: "UserName",
    resources: (name, location) => namedInIam(location, "user", name),
  },
];

const PARAMETER_STORE = /^ssm:(Get|Put|Delete)Parameters?$/;

/** The resources on which one IAM action of the call must be allowed, in as many statements as it takes. */
export function callResources(action: string, call: ApiCall): readonly Scope[] {
  if (action.startsWith("ec2:")) return ec2Scopes(action, call);
  if (action.startsWith("s3:")) return [s3Scope(action, call)];
  if (PARAMETER_STORE.test(action)) return [{ resources: parameterArns(call) }];
  const scope = SCOPES.find(({ calls, parameter }) => calls.test(action) && parameter in call.parameters);
  if (scope === undefined) return [onEveryResource(action)];
  const value = textOf(call.parameters[scope.parameter]);
  return [{ resources: value.startsWith("arn:") ? [value] : scope.resources(value, call.location) }];
}

/** Roles and users can stand below a path, which is part of their ARNs and not of their names. */
function namedInIam(location: Location, kind: string, name: string): readonly string[] {
  const all = name === "*" ? ["*"] : [name, `*/${name}`];
  return all.map((one) => iamArn(location, `${kind}/${one}`));
}

function parameterArns({ parameters: { Name: name, Names: names }, location }: ApiCall): readonly string[] {
  const all: readonly unknown[] = Array.isArray(names) ? names : [name];
  return all.map((one) => parameterArn(location, textOf(one)));
}
