/** Asks S3 with the account's own credentials whether the state bucket exists and belongs to the account. */
import { HeadBucketCommand, HeadObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { OperationError, type Problem } from "../diagnostics/errors";
import type { Account, Fleet } from "../fleet/model";
import { stateBucketName } from "../fleet/names";
import { clientSettings, type CredentialsProvider } from "./aws-client";

/** The state bucket of one account. */
export interface StateBucket {
  readonly name: string;
  /**
   * Whether the account already has the bucket.
   * @throws OperationError if another account has it, if it is in another Region than the fleet's home Region, or if S3 does
   *   not answer
   */
  exists(): Promise<boolean>;
  /** Whether the bucket has an object with this key. */
  has(key: string): Promise<boolean>;
}

export function stateBucket(
  fleet: Fleet,
  account: Account,
  credentials: CredentialsProvider,
  env: NodeJS.ProcessEnv,
): StateBucket {
  const name = stateBucketName(fleet, account);
  const settings = clientSettings(env, "S3", fleet.homeRegion);
  // An emulator's endpoint has no DNS name for each bucket.
  const client = new S3Client({ ...settings, credentials, forcePathStyle: "endpoint" in settings });
  const owned = { Bucket: name, ExpectedBucketOwner: account.id };
  const found = async (request: Promise<unknown>): Promise<boolean> => {
    try {
      await request;
      return true;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === 404) return false;
      throw new OperationError({
        place: `account ${account.name} (${account.id})`,
        ...refusal(name, fleet, status, error),
      });
    }
  };
  return {
    name,
    exists: () => found(client.send(new HeadBucketCommand(owned))),
    has: (key) => found(client.send(new HeadObjectCommand({ ...owned, Key: key }))),
  };
}

/** The meaning of S3's answer. The response to a HEAD request has a status and no message. */
function refusal(bucket: string, fleet: Fleet, status: number | undefined, error: unknown): Problem {
  switch (status) {
    case 403:
      return {
        message: `The bucket ${bucket} belongs to another account, or its policy denies access to this account's deploy role.`,
        remedy:
          "Choose another state.bucketPrefix or state.bucketName in fleet.yaml: bucket names are unique across all of AWS.",
      };
    case 301:
    case 400:
      return {
        message: `The bucket ${bucket} exists in another Region than ${fleet.homeRegion}, in this account or another one.`,
        remedy:
          "Choose another state.bucketPrefix or state.bucketName in fleet.yaml, or set homeRegion to the bucket's Region.",
      };
    default:
      return {
        message: `S3 does not say who owns the bucket ${bucket}: ${error instanceof Error ? error.message || error.name : String(error)}.`,
        remedy: "Check the network and AWS_ENDPOINT_URL, then run this again.",
      };
  }
}
