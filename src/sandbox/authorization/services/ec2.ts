/**
 * EC2: IAM asks about each resource of a call by itself. Resources are found by their ids, which say what they are; what
 * a call makes has none yet. (Service Authorization Reference, "Amazon EC2")
 */
import { arn } from "../../../iam/arn";
import { hasResources } from "../../../iam/resources/every-resource";
import { isObject } from "../../../document/json";
import type { Location } from "../../../iam/location";
import type { RequestContext } from "../../../iam/decision/request";
import type { Call } from "../call";
import { flattened } from "../../protocol/form";
import { objectsOf, stringOf, stringsOf } from "../../protocol/input";
import { onEverything, type RequiredPermission, type ServicePermissions } from "../required-permission";
import { tagContext, tagsIn } from "../request-tags";
import type { ResourceFacts } from "../resource-facts";
import { EC2_TYPES, madeBy } from "./ec2-types";

/** Calls that name further resources about which IAM does not ask. */
const ONLY: ReadonlyMap<string, readonly string[]> = new Map([
  ["CreateRoute", ["route-table"]],
  ["DeleteRoute", ["route-table"]],
  ["ReplaceRoute", ["route-table"]],
  ["RevokeSecurityGroupEgress", ["security-group"]],
  ["RevokeSecurityGroupIngress", ["security-group"]],
]);

/** Parameters below these speak about resources that the call leaves alone. */
const ASIDE = /^(Filter|IpPermissions|LaunchPermission|CreateVolumePermission|TagSpecification|Tag)(\.|$)/;

export const ec2Permissions: ServicePermissions = (call, action, facts) => {
  const operation = call.operation ?? "";
  const context = { "ec2:Region": call.location.region };
  if (!hasResources(action)) return [{ ...onEverything(action), context }];
  const resources = resourcesOf(call, operation);
  if (resources.length === 0) return [{ ...onEverything(action), context }];
  const tags = tagsAtCreation(call);
  return [
    ...resources.map((resource): RequiredPermission => {
      const made = tags.find(({ type }) => resource === arnOfType(call.location, type, "*"));
      return { action, resource, context: { ...context, ...aboutResource(call, resource), ...made?.context } };
    }),
    ...tags.map(({ type, context: given }): RequiredPermission => ({
      action: "ec2:CreateTags",
      resource: arnOfType(call.location, type, "*"),
      context: { ...context, ...given, "ec2:CreateAction": operation },
    })),
    ...passedProfile(call, facts),
    ...passedToFlowLogs(call),
  ];
};

function resourcesOf(call: Call, operation: string): readonly string[] {
  const { location, input } = call;
  const named = flattened(input).flatMap(([name, value]) => {
    const type = isAboutResource(name) ? typeOfId(value) : undefined;
    const only = ONLY.get(operation);
    return type === undefined || only?.includes(type) === false ? [] : [{ type, id: value }];
  });
  const keyName =
    operation === "RunInstances" || operation.endsWith("KeyPair") ? stringOf(input, "KeyName") : undefined;
  const all = [
    ...named,
    ...(keyName === undefined ? [] : [{ type: "key-pair", id: keyName }]),
    ...madeBy(operation).map((type) => ({ type, id: "*" })),
    ...(operation === "RunInstances" ? launchedWith(input, new Set(named.map(({ type }) => type))) : []),
    // The association's id does not tell the instance.
    ...(/IamInstanceProfile/.test(operation) && named.length === 0 ? [{ type: "instance", id: "*" }] : []),
  ];
  const sourceRegion = operation === "CopyImage" ? stringOf(input, "SourceRegion") : undefined;
  const arns = all.map(({ type, id }) =>
    arnOfType(id !== "*" && sourceRegion !== undefined ? { ...location, region: sourceRegion } : location, type, id),
  );
  return [...new Set(arns)];
}

/** What RunInstances uses without being told: the default subnet and security group, an image that a template names. */
function launchedWith(input: Call["input"], named: ReadonlySet<string>): readonly { type: string; id: string }[] {
  const template = isObject(input["LaunchTemplate"]) && !named.has("launch-template") ? ["launch-template"] : [];
  const implied = ["image", "subnet", "security-group"].filter((type) => !named.has(type));
  return [...implied, ...template].map((type) => ({ type, id: "*" }));
}

function isAboutResource(name: string): boolean {
  return !ASIDE.test(name) && /(Id|Ids|ResourceId)(\.\d+)?$/.test(name);
}

/** `i-0123456789abcdef0` is an instance. */
function typeOfId(id: string): string | undefined {
  const prefix = /^([a-z-]+)-[0-9a-f]+$/.exec(id)?.[1];
  return prefix === undefined ? undefined : EC2_TYPES.get(prefix);
}

/** The ARNs of images and snapshots have no account. */
function arnOfType(location: Location, type: string, id: string): string {
  const hasOwner = type !== "image" && type !== "snapshot";
  return arn(hasOwner ? location : { ...location, accountId: "" }, "ec2", `${type}/${id}`);
}

/** The tags that the call gives to what it makes: they need a permission of their own. */
function tagsAtCreation({ input }: Call): readonly { type: string; context: RequestContext }[] {
  return objectsOf(input, "TagSpecification").flatMap((specification) => {
    const type = stringOf(specification, "ResourceType");
    return type === undefined ? [] : [{ type, context: tagContext(tagsIn(specification, "Tag")) }];
  });
}

function aboutResource({ operation, input }: Call, resource: string): RequestContext {
  if (operation === "CreateTags" || operation === "DeleteTags") {
    // The key alone is enough to take a tag away.
    return operation === "CreateTags"
      ? tagContext(tagsIn(input, "Tag"))
      : tagContext({}, Object.keys(tagsIn(input, "Tag")));
  }
  if (operation !== "RunInstances" || !resource.endsWith(":instance/*")) return {};
  const metadata = isObject(input["MetadataOptions"]) ? input["MetadataOptions"] : {};
  const keys = {
    "ec2:InstanceType": stringsOf(input, "InstanceType"),
    "ec2:MetadataHttpTokens": stringsOf(metadata, "HttpTokens"),
    "ec2:MetadataHttpPutResponseHopLimit": stringsOf(metadata, "HttpPutResponseHopLimit"),
  };
  return Object.fromEntries(Object.entries(keys).filter(([, values]) => values.length > 0));
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function passedToFlowLogs({ operation, input }: Call): readonly RequiredPermission[] {
  const role = operation === "CreateFlowLogs" ? stringOf(input, "DeliverLogsPermissionArn") : undefined;
  if (role === undefined) return [];
  return [
    { action: "iam:PassRole", resource: role, context: { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" } },
  ];
}

/** An instance profile hands its role over. A profile that only a launch template names is not looked for. */
function passedProfile(call: Call, facts: ResourceFacts): readonly RequiredPermission[] {
  const profile = call.input["IamInstanceProfile"];
  if (!isObject(profile)) return [];
  const name = stringOf(profile, "Name") ?? stringOf(profile, "Arn")?.split("/").at(-1);
  if (name === undefined) return [];
  const { partition, accountId } = call.location;
  return [
    {
      action: "iam:PassRole",
      resource: async () => (await facts.profileRole(name, call)) ?? `arn:${partition}:iam::${accountId}:role/*`,
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
    },
  ];
}
