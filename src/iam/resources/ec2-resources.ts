/**
 * The resources of EC2's calls: IAM asks about each resource of a call by itself. A test holds them against the Service
 * Authorization Reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
import { arn } from "../arn";
import type { Location } from "../location";
import type { PolicyStatement, Scope } from "../statements/statement";
import { textOf, type ApiCall, type CallLocation } from "./api-call";
import { onEveryResource } from "./every-resource";

type Kind = "instance" | "image" | "snapshot" | "volume" | "security-group";

/** Calls of which all resources are known. */
export const EC2_CALLS: Readonly<Record<string, readonly Kind[]>> = {
  AttachVolume: ["instance", "volume"],
  AuthorizeSecurityGroupEgress: ["security-group"],
  AuthorizeSecurityGroupIngress: ["security-group"],
  CreateImage: ["instance", "image", "snapshot"],
  CreateSnapshot: ["volume", "snapshot"],
  DeleteSecurityGroup: ["security-group"],
  DeleteSnapshot: ["snapshot"],
  DeleteVolume: ["volume"],
  DeregisterImage: ["image"],
  DetachVolume: ["instance", "volume"],
  ModifyImageAttribute: ["image"],
  ModifyInstanceMetadataOptions: ["instance"],
  ModifySnapshotAttribute: ["snapshot"],
  ModifyVolume: ["volume"],
  MonitorInstances: ["instance"],
  RebootInstances: ["instance"],
  ResetImageAttribute: ["image"],
  RevokeSecurityGroupEgress: ["security-group"],
  RevokeSecurityGroupIngress: ["security-group"],
  StartInstances: ["instance"],
  StopInstances: ["instance"],
  TerminateInstances: ["instance"],
  UnmonitorInstances: ["instance"],
};

/** The parameter that names a resource of the kind. What the call itself makes has none. */
const PARAMETERS: Readonly<Record<Exclude<Kind, "instance">, string>> = {
  image: "ImageId",
  snapshot: "SnapshotId",
  volume: "VolumeId",
  "security-group": "GroupId",
};

/** The statements for one action of EC2. */
export function ec2Scopes(action: string, call: ApiCall): readonly Scope[] {
  const name = action.slice("ec2:".length);
  if (name === "CreateTags" && call.parameters["TagSpecifications"] !== undefined) return [tagsAtCreation(call)];
  if (name === "CreateTags" || name === "DeleteTags") return [{ resources: [taggable(call)] }];
  const kinds = Object.hasOwn(EC2_CALLS, name) ? EC2_CALLS[name] : undefined;
  return kinds === undefined ? [onEveryResource(action)] : kinds.map((kind) => scopeOf(kind, action, call));
}

/** The instances that a call is about: by the target's tag where it is known. */
export function instances(location: CallLocation, actions: readonly string[]): PolicyStatement {
  const { targetTag } = location;
  const tagKey = actions.every((action) => action.startsWith("ssm:")) ? "ssm:resourceTag" : "aws:ResourceTag";
  return {
    actions,
    resources: [arn(location, "ec2", "instance/*")],
    ...(targetTag !== undefined && {
      conditions: { StringEquals: { [`${tagKey}/${targetTag.key}`]: [targetTag.value] } },
    }),
  };
}

/** Images: the one that is named, or all that the account itself owns. */
export function images(location: Location, actions: readonly string[], id = "*"): PolicyStatement {
  const { accountId } = location;
  return {
    actions,
    resources: [ownerlessArn(location, `image/${id}`)],
    ...(id === "*" && accountId !== "*" && { conditions: { StringEquals: { "ec2:Owner": [accountId] } } }),
  };
}

/** The ARNs of images and snapshots have no account. @param resource `image/ami-0abc` */
export function ownerlessArn(location: Location, resource: string): string {
  return arn({ ...location, accountId: "" }, "ec2", resource);
}

function scopeOf(kind: Kind, action: string, call: ApiCall): Scope {
  if (kind === "instance") return instances(call.location, [action]);
  const named = call.parameters[PARAMETERS[kind]];
  const id = named === undefined ? "*" : textOf(named);
  switch (kind) {
    case "image":
      // An image that is being made has no owner yet.
      return named === undefined
        ? { resources: [ownerlessArn(call.location, "image/*")] }
        : images(call.location, [action], id);
    case "snapshot":
      return { resources: [ownerlessArn(call.location, `snapshot/${id}`)] };
    case "volume":
    case "security-group":
      return { resources: [arn(call.location, "ec2", `${kind}/${id}`)] };
  }
}

/** Whatever can have a tag: resources of the account, images and snapshots. */
function taggable({ location }: ApiCall): string {
  return arn({ ...location, accountId: "*" }, "ec2", "*/*");
}

/** Tags given at creation need the permission only there. */
function tagsAtCreation(call: ApiCall): Scope {
  const resources = [taggable(call)];
  const { operation } = call;
  return operation === undefined
    ? { resources }
    : { resources, conditions: { StringEquals: { "ec2:CreateAction": [operation] } } };
}
