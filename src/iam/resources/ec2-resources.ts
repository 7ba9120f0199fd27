/** The resources of EC2's calls: IAM asks about each resource of a call by itself. */
import type { Scope } from "./call-resources";
import { arn, images, instances, NO_RESOURCE_LEVEL, text, type StepFacts } from "../../document/permissions/step-facts";

type Kind = "instance" | "image" | "snapshot" | "volume" | "security-group";

/** Calls of which all resources are known. */
const CALLS: Readonly<Record<string, readonly Kind[]>> = {
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
export function ec2Scopes(action: string, step: StepFacts): readonly Scope[] {
  const { context, inputs } = step;
  const call = action.slice("ec2:".length);
  if (call === "CreateTags" && inputs["TagSpecifications"] !== undefined) return [tagsAtCreation(step)];
  if (call === "CreateTags" || call === "DeleteTags") {
    return [{ resources: [`arn:${context.partition}:ec2:${context.region}:*:*/*`] }];
  }
  const kinds = Object.hasOwn(CALLS, call) ? CALLS[call] : undefined;
  if (kinds !== undefined) return kinds.map((kind) => scopeOf(kind, action, step));
  const because = /^(Describe|Get)/.test(call)
    ? NO_RESOURCE_LEVEL
    : "Its resource does not follow from the call's parameters.";
  return [{ resources: ["*"], because }];
}

function scopeOf(kind: Kind, action: string, step: StepFacts): Scope {
  const { context, inputs } = step;
  if (kind === "instance") return instances(context, [action]);
  const named = inputs[PARAMETERS[kind]];
  const id = named === undefined ? "*" : text(step, named);
  switch (kind) {
    case "image":
      // An image that is being made has no owner yet.
      return named === undefined
        ? { resources: [`arn:${context.partition}:ec2:${context.region}::image/*`] }
        : images(context, [action], id);
    case "snapshot":
      return { resources: [`arn:${context.partition}:ec2:${context.region}::snapshot/${id}`] };
    case "volume":
    case "security-group":
      return { resources: [arn(context, "ec2", `${kind}/${id}`)] };
  }
}

/** Tags given at creation need the permission only there. */
function tagsAtCreation({ inputs, context }: StepFacts): Scope {
  const resources = [`arn:${context.partition}:ec2:${context.region}:*:*/*`];
  const api = inputs["Api"];
  if (typeof api !== "string") return { resources };
  return { resources, conditions: { StringEquals: { "ec2:CreateAction": [api] } } };
}
