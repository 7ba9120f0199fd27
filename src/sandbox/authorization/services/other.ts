/** The services of which only a few calls matter here, and the fallback for all others. (Service Authorization Reference) */
import { arn, arnOr } from "../../../iam/arn";
import { hasResources } from "../../../iam/resources/every-resource";
import { aliasOf } from "../../../iam/resources/implied-calls";
import { callResources } from "../../../iam/resources/call-resources";
import type { Requester } from "../call";
import { stringOf, stringsOf } from "../../protocol/input";
import { onEverything, type RequiredPermission, type ServicePermissions } from "../required-permission";
import type { ResourceFacts } from "../resource-facts";
import type { Fleet } from "../../../fleet/model";

export const kmsPermissions: ServicePermissions = (call, action, facts) => {
  const { input, operation = "" } = call;
  if (!hasResources(action)) return [onEverything(action)];
  const aliases = operation.endsWith("Alias") ? stringsOf(input, "AliasName") : [];
  const keys = ["KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId"]
    // Of ReEncrypt's two actions, each is about one of its keys.
    .filter((name) => name !== (action === "kms:ReEncryptFrom" ? "DestinationKeyId" : "SourceKeyId"))
    .flatMap((name) => stringsOf(input, name));
  const required = [
    ...aliases.map((alias): RequiredPermission => ({ action, resource: arn(call.location, "kms", alias) })),
    ...keys.map((key): RequiredPermission => ({ action, resource: keyArn(call, key, facts) })),
  ];
  // Decrypt finds the key in the ciphertext.
  return required.length > 0 ? required : [onEverything(action)];
};

/** ARN of the key that a call names by its ARN, its id or an alias. */
export function keyArn(call: Requester, key: string, facts: ResourceFacts): RequiredPermission["resource"] {
  const alias = aliasOf(key);
  const own = (id: string) => arn(call.location, "kms", `key/${id}`);
  return alias === undefined ? arnOr(key, own) : async () => (await facts.keyArn(alias, call)) ?? own("*");
}

export const cloudFormationPermissions: ServicePermissions = (call, action) => {
  const { input, location } = call;
  const stack = stringOf(input, "StackName") ?? stringOf(input, "StackId");
  if (stack !== undefined) {
    // The id of a stack that is named without it is not known, and of one that is to be made there is none.
    return [{ action, resource: arnOr(stack, (name) => arn(location, "cloudformation", `stack/${name}/*`)) }];
  }
  const set = stringOf(input, "StackSetName");
  return set === undefined
    ? [onEverything(action, "The call names no stack: only a statement with the resource * allows it.")]
    : [{ action, resource: arn(location, "cloudformation", `stackset/${set}:*`) }];
};

export const lambdaPermissions: ServicePermissions = (call, action) => {
  const { input, location } = call;
  const tagged = stringOf(input, "Resource");
  if (tagged !== undefined) return [{ action, resource: tagged }];
  const name = stringOf(input, "FunctionName");
  if (name === undefined) return [onEverything(action)];
  const qualifier = stringOf(input, "Qualifier");
  // `<account>:function:<name>` is a third form of the name.
  const resource = arnOr(name, (plain) => arn(location, "lambda", `function:${plain.replace(/^.*:function:/, "")}`));
  return [{ action, resource: qualifier === undefined ? resource : `${resource}:${qualifier}` }];
};

export const statesPermissions: ServicePermissions = (call, action) => {
  const { input, location, operation } = call;
  const named = ["stateMachineArn", "executionArn", "activityArn", "resourceArn"].flatMap((name) =>
    stringsOf(input, name),
  );
  const name = stringOf(input, "name");
  if (operation === "CreateStateMachine" && name !== undefined)
    named.push(arn(location, "states", `stateMachine:${name}`));
  return named.length > 0 ? named.map((resource) => ({ action, resource })) : [onEverything(action)];
};

/** CloudWatch Logs authorizes a list of log groups on a group without a name. */
export const logsPermissions: ServicePermissions = (call, action, facts) => {
  const { input, location, operation } = call;
  if (operation === "DescribeLogGroups") return [{ action, resource: arn(location, "logs", "log-group::log-stream:") }];
  const tagged = stringOf(input, "resourceArn");
  return tagged === undefined ? otherPermissions(call, action, facts) : [{ action, resource: tagged }];
};

export const resourceGroupsPermissions: ServicePermissions = (call, action) => {
  const { input, location } = call;
  const group =
    stringOf(input, "Group") ?? stringOf(input, "GroupName") ?? stringOf(input, "Arn") ?? stringOf(input, "Name");
  return group === undefined
    ? [onEverything(action)]
    : [{ action, resource: arnOr(group, (name) => arn(location, "resource-groups", `group/${name}`)) }];
};

/** Organizations belongs to the management account, in whose ARNs everything is. */
export function organizationsPermissions(fleet: Fleet): ServicePermissions {
  const start = `arn:${fleet.partition}:organizations::${fleet.managementAccount.id}:`;
  const { id } = fleet.organization;
  const kinds = [
    { form: /^\d{12}$/, kind: "account" },
    { form: /^r-/, kind: "root" },
    { form: /^ou-/, kind: "ou" },
    { form: /^p-/, kind: "policy" },
  ];
  return ({ input }, action) => {
    const members = [
      ...["ParentId", "ChildId", "AccountId", "OrganizationalUnitId", "TargetId", "ResourceId", "PolicyId"],
      ...["SourceParentId", "DestinationParentId"],
    ];
    const named = members
      .flatMap((name) => stringsOf(input, name))
      .flatMap((value) =>
        kinds.flatMap(({ form, kind }) => (form.test(value) ? `${start}${kind}/${id}/${value}` : [])),
      );
    const service = stringOf(input, "ServicePrincipal");
    const context = service === undefined ? {} : { "organizations:ServicePrincipal": service };
    return (named.length > 0 ? named.map((resource) => ({ action, resource })) : [onEverything(action)]).map(
      (permission) => ({ ...permission, context }),
    );
  };
}

/** Every other service: as the policies of runbooks are derived, from the call's parameters. */
export const otherPermissions: ServicePermissions = ({ input, location, operation }, action) => {
  const [scope] = callResources(action, { operation, parameters: input, location });
  // Where several ARNs stand for one resource, the first is the plain one.
  const resource = scope?.resources[0] ?? "*";
  return resource === "*" ? [onEverything(action)] : [{ action, resource }];
};
