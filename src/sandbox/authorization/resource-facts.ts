/** Facts about resources that are not in the request: tags, owners, full ARNs. They are looked up only if a policy needs them. */
import type { Requester } from "./call";

export type Tags = Readonly<Record<string, string>>;

/** IAM resources that requests identify by name. */
export type IamKind = "role" | "user" | "group" | "instance-profile";

export interface ResourceFacts {
  /** Undefined if the sandbox does not know them. Empty for a resource that does not exist. */
  tags(arn: string, requester: Requester): Promise<Tags | undefined>;
  /** `ec2:Owner` of an image or a snapshot: an account id, or `amazon`. Undefined if it does not exist. */
  owner(arn: string, requester: Requester): Promise<string | undefined>;
  /** The ARN with its path. A resource that does not exist has the root path. */
  iamArn(kind: IamKind, name: string, requester: Requester): Promise<string>;
  /** Whether the account has a role of this name. */
  roleExists(name: string, requester: Requester): Promise<boolean>;
  /** ARN of the role in an instance profile. Undefined if there is none. */
  profileRole(profileName: string, requester: Requester): Promise<string | undefined>;
  /** ARN of the key of an alias (`alias/…`). Undefined if there is none. */
  keyArn(alias: string, requester: Requester): Promise<string | undefined>;
}
