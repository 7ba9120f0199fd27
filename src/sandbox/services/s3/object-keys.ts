/**
 * The KMS key under which an object is stored, named by the request or by the bucket's default encryption: to store and to read the
 * object it must exist and be enabled. moto stores the name of any.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
import { isObject } from "../../../document/json";
import { ask } from "../../protocol/ask";
import { AwsError } from "../../protocol/aws-error";
import { stringOf } from "../../protocol/input";
import type { CallerRequest, Handler, SendAs, ServiceLayer } from "../../protocol/message";
import { xmlText } from "../../protocol/xml";
import { bucketEncryption } from "./head-bucket";

const STORES = new Set(["PutObject", "CopyObject", "CreateMultipartUpload"]);
const ENCRYPTION_HEADER = "x-amz-server-side-encryption";
const KEY_HEADER = `${ENCRYPTION_HEADER}-aws-kms-key-id`;

/** @throws AwsError KMS.NotFoundException, KMS.DisabledException, KMS.KMSInvalidStateException */
export function objectKeys(send: SendAs): ServiceLayer {
  return async (request, next) => {
    if (STORES.has(request.operation)) {
      const key = await keyToStore(request, next);
      if (key !== undefined) await requireUsable(key, request, send);
    }
    const response = await next(request);
    const { [KEY_HEADER]: key } = response.headers;
    if (request.operation === "GetObject" && typeof key === "string") await requireUsable(key, request, send);
    return response;
  };
}

/** Undefined if the object is stored without KMS, or under the account's AWS managed key. */
async function keyToStore(request: CallerRequest, next: Handler): Promise<string | undefined> {
  const { [KEY_HEADER]: named, [ENCRYPTION_HEADER]: asked } = request.headers;
  if (typeof named === "string") return named;
  const bucket = stringOf(request.input, "Bucket");
  if (asked !== undefined || bucket === undefined) return undefined;
  const { status, body } = await bucketEncryption(bucket, request, next);
  return status === 200 ? xmlText(body.toString(), "KMSMasterKeyID") : undefined;
}

async function requireUsable(key: string, { region, caller }: CallerRequest, send: SendAs): Promise<void> {
  // Of a key of another account, that account decides.
  const [, , , keyRegion = region, accountId = caller.accountId] = key.split(":");
  const question = { service: "kms", region: keyRegion, operation: "DescribeKey", input: { KeyId: key } } as const;
  const metadata = (await ask((asked) => send(accountId, asked), question))?.["KeyMetadata"];
  if (!isObject(metadata)) throw new AwsError("KMS.NotFoundException", `Key '${key}' does not exist`);
  if (metadata["KeyState"] === "PendingDeletion") {
    throw new AwsError("KMS.KMSInvalidStateException", `${String(metadata["Arn"])} is pending deletion.`);
  }
  if (metadata["Enabled"] !== true) {
    throw new AwsError("KMS.DisabledException", `${String(metadata["Arn"])} is disabled.`);
  }
}
