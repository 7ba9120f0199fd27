/** Looks up facts about resources in the services behind the gateway, on behalf of the caller's account. */
import { DescribeSnapshotsCommand, DescribeTagsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import {
  GetGroupCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { isObject } from "../../document/json";
import { ask, type Question } from "../protocol/ask";
import { AwsError } from "../protocol/aws-error";
import type { Input } from "../protocol/input";
import type { Handler } from "../protocol/message";
import type { ImageStore } from "../services/ec2/images/image-store";
import { orUndefined, type IamOf } from "../identities/stored-policies";
import type { Requester } from "./call";
import { tagsIn } from "./request-tags";
import type { IamKind, ResourceFacts, Tags } from "./resource-facts";

export interface StoredFactsOptions {
  readonly iamOf: IamOf;
  readonly ec2Of: (accountId: string, region: string) => EC2Client;
  readonly images: Pick<ImageStore, "find">;
  /** Answers a request without authorization: the gateway's own services first, then moto. */
  readonly send: Handler;
}

export function storedFacts({ iamOf, ec2Of, images, send }: StoredFactsOptions): ResourceFacts {
  const iamFor = ({ location }: Requester) => iamOf(location.accountId);
  return {
    tags(arn, requester) {
      const [, , service = "", region = "", , ...rest] = arn.split(":");
      const resource = rest.join(":");
      switch (service) {
        case "ec2":
          return ec2Tags(ec2Of(requester.location.accountId, region), resource);
        case "iam":
          return iamTags(iamFor(requester), resource, arn);
        case "ssm":
          return ssmTags(send, requester, resource);
        case "kms":
          return jsonTags(send, requester, "kms", "ListResourceTags", { KeyId: arn }, "Tags");
        case "states":
          return jsonTags(
            send,
            requester,
            "states",
            "AWSStepFunctions.ListTagsForResource",
            { resourceArn: arn },
            "tags",
          );
        default:
          return Promise.resolve(undefined);
      }
    },
    owner: (arn, { location }) => {
      const region = arn.split(":")[3] ?? "";
      const id = arn.slice(arn.indexOf("/") + 1);
      if (arn.includes(":snapshot/")) return snapshotOwner(ec2Of(location.accountId, region), id);
      // The image may be shared by another account.
      const image = images.find({ ...location, region }, id);
      return Promise.resolve(image?.ownerAlias ?? image?.ownerId);
    },
    iamArn: async (kind, name, requester) => {
      const { partition, accountId } = requester.location;
      const answer = await orUndefined(arnOf(iamFor(requester), kind, name));
      return answer ?? `arn:${partition}:iam::${accountId}:${kind}/${name}`;
    },
    roleExists: async (RoleName, requester) =>
      (await orUndefined(iamFor(requester).send(new GetRoleCommand({ RoleName })))) !== undefined,
    profileRole: async (InstanceProfileName, requester) => {
      const answer = await orUndefined(iamFor(requester).send(new GetInstanceProfileCommand({ InstanceProfileName })));
      return answer?.InstanceProfile?.Roles?.[0]?.Arn;
    },
    keyArn: async (alias, requester) => {
      const answer = await askAs(send, requester, "kms", "DescribeKey", { KeyId: alias });
      const metadata = answer?.["KeyMetadata"];
      const arn = isObject(metadata) ? metadata["Arn"] : undefined;
      return typeof arn === "string" ? arn : undefined;
    },
  };
}

async function ec2Tags(ec2: EC2Client, resource: string): Promise<Tags> {
  const id = resource.slice(resource.indexOf("/") + 1);
  const { Tags = [] } = await ec2.send(new DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [id] }] }));
  return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

async function snapshotOwner(ec2: EC2Client, id: string): Promise<string | undefined> {
  try {
    const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [id] }));
    return Snapshots[0]?.OwnerAlias ?? Snapshots[0]?.OwnerId;
  } catch (error) {
    // A resource that does not exist has no owner. The service refuses the request after it is allowed.
    if (error instanceof Error && /\.(NotFound|Malformed|Unavailable)$/.test(error.name)) return undefined;
    throw error;
  }
}

async function arnOf(iam: IAMClient, kind: IamKind, name: string): Promise<string | undefined> {
  switch (kind) {
    case "role":
      return (await iam.send(new GetRoleCommand({ RoleName: name }))).Role?.Arn;
    case "user":
      return (await iam.send(new GetUserCommand({ UserName: name }))).User?.Arn;
    case "group":
      return (await iam.send(new GetGroupCommand({ GroupName: name }))).Group?.Arn;
    case "instance-profile":
      return (await iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name }))).InstanceProfile?.Arn;
  }
}

async function iamTags(iam: IAMClient, resource: string, arn: string): Promise<Tags | undefined> {
  const name = resource.split("/").at(-1) ?? "";
  switch (resource.split("/")[0]) {
    case "role": {
      const answer = await orUndefined(iam.send(new GetRoleCommand({ RoleName: name })));
      return tagsIn({ Tags: answer?.Role?.Tags }, "Tags");
    }
    case "user": {
      const answer = await orUndefined(iam.send(new GetUserCommand({ UserName: name })));
      return tagsIn({ Tags: answer?.User?.Tags }, "Tags");
    }
    case "instance-profile": {
      const answer = await orUndefined(iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name })));
      return tagsIn({ Tags: answer?.InstanceProfile?.Tags }, "Tags");
    }
    case "policy": {
      const answer = await orUndefined(iam.send(new GetPolicyCommand({ PolicyArn: arn })));
      return tagsIn({ Tags: answer?.Policy?.Tags }, "Tags");
    }
    default:
      return undefined;
  }
}

/** The kind in ARNs → `ResourceType` of ListTagsForResource. */
const SSM_KINDS: ReadonlyMap<string, string> = new Map([
  ["association", "Association"],
  ["automation-definition", "Document"],
  ["automation-execution", "Automation"],
  ["document", "Document"],
  ["managed-instance", "ManagedInstance"],
  ["parameter", "Parameter"],
]);

function ssmTags(send: Handler, requester: Requester, resource: string): Promise<Tags | undefined> {
  const [kind = "", ...rest] = resource.split("/");
  const ResourceType = SSM_KINDS.get(kind);
  if (ResourceType === undefined) return Promise.resolve(undefined);
  const id = rest.join("/");
  const ResourceId = resourceId(kind, id);
  return jsonTags(send, requester, "ssm", "ListTagsForResource", { ResourceType, ResourceId }, "TagList");
}

function resourceId(kind: string, id: string): string {
  // A parameter whose name has a slash begins with one.
  if (kind === "parameter") return id.includes("/") ? `/${id}` : id;
  return kind === "automation-definition" ? id.replace(/:[^:]*$/, "") : id;
}

async function jsonTags(
  send: Handler,
  requester: Requester,
  service: Question["service"],
  operation: string,
  input: Input,
  member: string,
): Promise<Tags | undefined> {
  const answer = await askAs(send, requester, service, operation, input);
  return answer === undefined ? undefined : tagsIn(answer, member);
}

/** Undefined if the operation is not implemented. Empty if the resource does not exist. */
async function askAs(
  send: Handler,
  { caller, location }: Requester,
  service: Question["service"],
  operation: string,
  input: Input,
): Promise<Input | undefined> {
  try {
    const question = { service, region: location.region, operation, input };
    return (await ask((request) => send({ ...request, caller }), question)) ?? {};
  } catch (error) {
    if (error instanceof AwsError && error.code === "NotImplemented") return undefined;
    if (error instanceof AwsError && error.status < 500) return {};
    throw error;
  }
}
