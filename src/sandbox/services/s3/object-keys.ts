/**
 * The KMS key under which an object is stored: it must exist and be enabled. moto stores the name of any.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
import { isObject } from "../../../document/json";
import { ask } from "../../protocol/ask";
import { AwsError } from "../../protocol/aws-error";
import type { SendAs, ServiceLayer } from "../../protocol/message";

const STORES = new Set(["PutObject", "CopyObject", "CreateMultipartUpload"]);
const KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id";

/** @throws AwsError KMS.NotFoundException, KMS.DisabledException */
export function objectKeys(send: SendAs): ServiceLayer {
  return async (request, next) => {
    const { [KEY_HEADER]: key } = request.headers;
    if (!STORES.has(request.operation) || typeof key !== "string") return next(request);
    // The owner of a key of another account decides on it.
    const [, , , region = request.region, accountId = request.caller.accountId] = key.split(":");
    const question = { service: "kms", region, operation: "DescribeKey", input: { KeyId: key } } as const;
    const metadata = (await ask((asked) => send(accountId, asked), question))?.["KeyMetadata"];
    if (!isObject(metadata)) throw new AwsError("KMS.NotFoundException", `Key '${key}' does not exist`);
    if (metadata["Enabled"] !== true) {
      throw new AwsError("KMS.DisabledException", `${String(metadata["Arn"])} is disabled.`);
    }
    return next(request);
  };
}
