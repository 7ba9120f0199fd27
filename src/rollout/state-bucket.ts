/** Whose a state bucket is, asked of S3 under the account's own credentials. */
import { HeadBucketCommand, HeadObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { OperationError, type Problem } from "../diagnostics/errors";
import type { Account, Fleet } from "../fleet/model";
import { stateBucketName } from "../fleet/names";
import { clientSettings, type CredentialsProvider } from "./aws-client";

/** The state bucket of one account. */
export interface StateBucket {
  readonly name: string;
  /**
   * Whether the account has the bucket already. Throws an OperationError when somebody else has it, when it
   * lies in another Region than the fleet's home Region, or when S3 cannot be asked.
   */
  exists(): Promise<boolean>;
  /** Whether the object `key` is in it. */
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
  // An emulator at a host name has no name for every bucket.
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

/** What S3's answer means; the answer to a HEAD has a status and no words. */
function refusal(bucket: string, fleet: Fleet, status: number | undefined, error: unknown): Problem {
  switch (status) {
    case 403:
      return {
        message: `The bucket ${bucket} belongs to somebody else, or its policy does not let this account's deploy role in.`,
        remedy: "Choose another state.bucketPrefix in fleet.yaml: bucket names are unique across all of AWS.",
      };
    case 301:
    case 400:
      return {
        message: `The bucket ${bucket} exists in another Region than ${fleet.homeRegion}, this account's or somebody else's.`,
        remedy: "Choose another state.bucketPrefix in fleet.yaml, or the homeRegion in which that bucket lies.",
      };
    default:
      return {
        message: `S3 does not say whose the bucket ${bucket} is: ${error instanceof Error ? error.message || error.name : String(error)}.`,
        remedy: "Check the network and AWS_ENDPOINT_URL, then run this again.",
      };
  }
}
