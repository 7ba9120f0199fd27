/** KMS keys of EBS volumes and snapshots. Requests name them by id, alias or ARN, and EBS stores ARNs. */
import { isObject } from "../../../../document/json";
import type { Location } from "../../../../iam/location";
import { ask } from "../../../protocol/ask";
import { AwsError } from "../../../protocol/aws-error";
import type { Input } from "../../../protocol/input";
import type { SendAs } from "../../../protocol/message";

/** The AWS managed key for EBS in each account and Region. It cannot be shared. */
export const AWS_MANAGED_KEY = "alias/aws/ebs";

export class EbsKeys {
  readonly #send: SendAs;

  constructor(send: SendAs) {
    this.#send = send;
  }

  /**
   * The ARN of a key.
   * @param key id, alias, or ARN of either
   * @throws AwsError InvalidParameterValue for a key that the account does not have
   */
  async arn(location: Location, key: string): Promise<string> {
    // The ARN of another account's key is used as it is. key-use.ts checks what that key allows.
    if (/^arn:[^:]+:kms:[^:]*:(\d{12}):key\//.exec(key)?.[1] !== location.accountId && key.includes(":key/"))
      return key;
    const metadata = (await this.#ask(location, "DescribeKey", { KeyId: key }))?.["KeyMetadata"];
    const arn = isObject(metadata) ? metadata["Arn"] : undefined;
    if (typeof arn === "string") return arn;
    throw new AwsError("InvalidParameterValue", `Invalid value '${key}' for kmsKeyId: the key does not exist.`);
  }

  /** Whether a key is the account's AWS managed key for EBS. */
  async isAwsManaged(location: Location, keyArn: string): Promise<boolean> {
    return keyArn === (await this.arn(location, AWS_MANAGED_KEY));
  }

  /** The key policy of an account's key, as JSON. Undefined if there is no such key. */
  async policy(location: Location, keyArn: string): Promise<string | undefined> {
    const policy = (await this.#ask(location, "GetKeyPolicy", { KeyId: keyArn, PolicyName: "default" }))?.["Policy"];
    return typeof policy === "string" ? policy : undefined;
  }

  #ask({ accountId, region }: Location, operation: string, input: Input): Promise<Input | undefined> {
    return ask((request) => this.#send(accountId, request), { service: "kms", region, operation, input });
  }
}
