/** The permissions that a request needs: its IAM actions, the resources of each, and the roles that it passes. */
import { requestActions } from "../../iam/actions/call-actions";
import { isPassedRole } from "../../iam/resources/passed-roles";
import type { Fleet } from "../../fleet/model";
import type { Call } from "./call";
import { onEverything, type RequiredPermission, type ServicePermissions } from "./required-permission";
import { requestTags } from "./request-tags";
import type { ResourceFacts } from "./resource-facts";
import { ec2Permissions } from "./services/ec2";
import { iamPermissions } from "./services/iam";
import { impliedPermissions } from "./services/implied";
import {
  cloudFormationPermissions,
  kmsPermissions,
  lambdaPermissions,
  logsPermissions,
  organizationsPermissions,
  otherPermissions,
  resourceGroupsPermissions,
  statesPermissions,
} from "./services/other";
import { furtherS3Actions, s3Permissions } from "./services/s3";
import { ssmPermissions } from "./services/ssm";

/** The permissions that a call needs; none, if IAM lets everybody make it. */
export type RequiredPermissionsOf = (call: Call, facts: ResourceFacts) => readonly RequiredPermission[];

export function requiredPermissionsIn(fleet: Fleet): RequiredPermissionsOf {
  const services: ReadonlyMap<string, ServicePermissions> = new Map([
    ["cloudformation", cloudFormationPermissions],
    ["ec2", ec2Permissions],
    ["iam", iamPermissions],
    ["kms", kmsPermissions],
    ["lambda", lambdaPermissions],
    ["logs", logsPermissions],
    ["organizations", organizationsPermissions(fleet)],
    ["resource-groups", resourceGroupsPermissions],
    ["s3", s3Permissions],
    ["ssm", ssmPermissions],
    ["states", statesPermissions],
  ]);
  return (call, facts) => {
    const permissionsOf = services.get(call.prefix) ?? otherPermissions;
    const tags = call.prefix === "ec2" ? {} : requestTags(call.input);
    const actions = actionsOf(call);
    return [
      ...(actions === undefined ? [undocumented(call)] : []),
      ...(actions ?? []).flatMap((action) => {
        const found = permissionsOf(call, action, facts);
        return (found.length > 0 ? found : [onEverything(action)]).map((permission) => ({
          ...permission,
          context: { ...tags, ...permission.context },
        }));
      }),
      ...(actions ?? []).flatMap((action) => impliedPermissions(call, action, facts)),
      ...passedRoles(call),
    ];
  };
}

/** The IAM actions of a call; undefined if it is not known which ones it needs. */
function actionsOf(call: Call): readonly string[] | undefined {
  const { prefix, operation, request } = call;
  const actions = operation === undefined ? undefined : requestActions(request.service, operation);
  // Most of API Gateway's actions are HTTP's methods. The API's two versions have operations of the same name by other methods.
  if (prefix === "apigateway" && actions?.every((action) => /^apigateway:[A-Z]+$/.test(action)) !== false) {
    return [`apigateway:${request.method}`];
  }
  return prefix === "s3" && actions !== undefined ? [...actions, ...furtherS3Actions(call)] : actions;
}

function undocumented({ prefix, operation, request }: Call): RequiredPermission {
  return {
    action: `${prefix}:${operation ?? `(${request.method} ${request.path})`}`,
    resource: "*",
    undocumented: true,
  };
}

/** Services that assume roles under another service principal. */
const ROLE_USERS: ReadonlyMap<string, string> = new Map([["ecs", "ecs-tasks.amazonaws.com"]]);
/** Where a role in the parameters is what the call is about. The roles of executions are the engine's to check. */
const PASS_NOTHING = new Set(["ec2", "iam", "sts"]);

/** The roles that a call passes to a service. */
function passedRoles({ prefix, input, location }: Call): readonly RequiredPermission[] {
  if (PASS_NOTHING.has(prefix)) return [];
  return Object.entries(input).flatMap(([name, value]) => {
    if (!isPassedRole(name) || typeof value !== "string" || value === "") return [];
    return [
      {
        action: "iam:PassRole",
        resource: value.startsWith("arn:")
          ? value
          : `arn:${location.partition}:iam::${location.accountId}:role/${value}`,
        context: { "iam:PassedToService": ROLE_USERS.get(prefix) ?? `${prefix}.amazonaws.com` },
      },
    ];
  });
}
