/** IAM's own resources: roles, users, groups, policies, instance profiles. (Service Authorization Reference, "AWS IAM") */
import { hasResources } from "../../../iam/resources/every-resource";
import type { RequestContext } from "../../../iam/decision/request";
import type { Call } from "../call";
import { stringOf } from "../../protocol/input";
import { onEverything, type RequiredPermission, type ServicePermissions } from "../required-permission";
import type { IamKind, ResourceFacts } from "../resource-facts";

/** Calls whose resource is a managed policy. In all others its ARN is only a condition. */
const OF_POLICY = /^((Get|Delete|Tag|Untag)Policy|ListPolicyTags|\w*PolicyVersions?|ListEntitiesForPolicy)$/;

export const iamPermissions: ServicePermissions = (call, action, facts) => {
  const operation = call.operation ?? "";
  const context = contextOf(call);
  if (!hasResources(action)) return [{ ...onEverything(action), context }];
  const resource = resourceOf(call, operation, facts);
  const permission = resource === undefined ? onEverything(action) : { action, resource };
  return [{ ...permission, context }, ...passedRole(call, operation, facts)];
};

function resourceOf(call: Call, operation: string, facts: ResourceFacts): RequiredPermission["resource"] | undefined {
  const { input } = call;
  const start = `arn:${call.location.partition}:iam::${call.location.accountId}:`;
  const text = (name: string) => stringOf(input, name);
  const existing = (kind: IamKind, name: string | undefined) =>
    name === undefined ? undefined : () => facts.iamArn(kind, name, call);

  if (operation === "SimulatePrincipalPolicy") return text("PolicySourceArn");
  if (OF_POLICY.test(operation)) return text("PolicyArn");
  const made = /^Create(Role|User|Group|Policy|InstanceProfile)$/.exec(operation)?.[1];
  if (made !== undefined) {
    const kind = made === "InstanceProfile" ? "instance-profile" : made.toLowerCase();
    return `${start}${kind}${text("Path") ?? "/"}${text(`${made}Name`) ?? "*"}`;
  }
  if (operation === "CreateServiceLinkedRole") {
    return `${start}role/aws-service-role/${text("AWSServiceName") ?? "*"}/*`;
  }
  if (operation === "CreateOpenIDConnectProvider") {
    return `${start}oidc-provider/${(text("Url") ?? "*").replace(/^https:\/\//, "")}`;
  }
  const provider = text("OpenIDConnectProviderArn") ?? text("SAMLProviderArn");
  if (provider !== undefined) return provider;
  if (operation.includes("InstanceProfile") && operation !== "ListInstanceProfilesForRole") {
    return existing("instance-profile", text("InstanceProfileName"));
  }
  if (text("RoleName") !== undefined) return existing("role", text("RoleName"));
  if (text("GroupName") !== undefined) return existing("group", text("GroupName"));
  if (text("UserName") !== undefined) return existing("user", text("UserName"));
  // Without a name, calls about users concern the caller.
  const isOwn = call.caller.type === "User" && /User$|AccessKeys?$|LoginProfile|MFADevice/.test(operation);
  return isOwn ? call.caller.arn : undefined;
}

function contextOf({ input, operation = "" }: Call): RequestContext {
  const policyArn = /^(Attach|Detach)/.test(operation) ? stringOf(input, "PolicyArn") : undefined;
  const boundary = stringOf(input, "PermissionsBoundary");
  const service = stringOf(input, "AWSServiceName");
  return {
    ...(policyArn !== undefined && { "iam:PolicyARN": policyArn }),
    ...(boundary !== undefined && { "iam:PermissionsBoundary": boundary }),
    ...(service !== undefined && { "iam:AWSServiceName": service }),
  };
}

/** A role in an instance profile is passed to EC2. */
function passedRole(call: Call, operation: string, facts: ResourceFacts): readonly RequiredPermission[] {
  const name = operation === "AddRoleToInstanceProfile" ? stringOf(call.input, "RoleName") : undefined;
  if (name === undefined) return [];
  return [
    {
      action: "iam:PassRole",
      resource: () => facts.iamArn("role", name, call),
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
    },
  ];
}
