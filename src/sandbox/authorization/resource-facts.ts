/** What policies ask about resources that the request does not say: tags, owners, full ARNs. Asked only where a policy needs it. */
import type { Requester } from "./call";

export type Tags = Readonly<Record<string, string>>;

/** What IAM calls by a name alone. */
export type IamKind = "role" | "user" | "group" | "instance-profile";

export interface ResourceFacts {
  /** Undefined where nobody in the sandbox can tell; none for a resource that does not exist. */
  tags(arn: string, requester: Requester): Promise<Tags | undefined>;
  /** `ec2:Owner` of an image or a snapshot: an account id, or `amazon`. Undefined where it does not exist. */
  owner(arn: string, requester: Requester): Promise<string | undefined>;
  /** The ARN with its path, which names do not have; that of the root path for what does not exist. */
  iamArn(kind: IamKind, name: string, requester: Requester): Promise<string>;
  /** ARN of the role in an instance profile; undefined if there is none. */
  profileRole(profileName: string, requester: Requester): Promise<string | undefined>;
  /** ARN of the key behind an alias (`alias/…`); undefined if there is none. */
  keyArn(alias: string, requester: Requester): Promise<string | undefined>;
}
