/** The state bucket of an account and the objects in it, with the account's own credentials. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { OperationError, type Problem } from "../diagnostics/errors";
import type { Account, Fleet } from "../fleet/model";
import { stateBucketName } from "../fleet/names";
import { s3Client, type CredentialsProvider } from "./aws-client";

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
  /** Every object of the bucket. */
  list(): Promise<readonly BucketObject[]>;
  /** The content of an object; undefined if there is none. */
  read(key: string): Promise<ObjectContent | undefined>;
  /**
   * Writes an object if it is still as it was read (`replaces`), or if there is none yet (undefined).
   * @returns whether it was written
   */
  write(key: string, text: string, replaces: ObjectContent | undefined): Promise<boolean>;
  /** Deletes an object; its old versions stay for as long as the bucket keeps them. */
  remove(key: string): Promise<void>;
}

interface BucketObject {
  readonly key: string;
  readonly lastModified: Date;
}

interface ObjectContent {
  readonly text: string;
  /** S3's mark of this content. */
  readonly etag: string;
}

export function stateBucket(
  fleet: Fleet,
  account: Account,
  credentials: CredentialsProvider,
  env: NodeJS.ProcessEnv,
): StateBucket {
  const name = stateBucketName(fleet, account);
  const client = s3Client(env, fleet.homeRegion, credentials);
  const owned = { Bucket: name, ExpectedBucketOwner: account.id };
  /** S3's answer; undefined if its status is `or`. */
  const answer = async <T>(request: Promise<T>, or: number): Promise<T | undefined> => {
    try {
      return await request;
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
      if (status === or) return undefined;
      throw new OperationError({
        place: `account ${account.name} (${account.id})`,
        ...refusal(name, fleet, status, error),
      });
    }
  };
  return {
    name,
    exists: async () => (await answer(client.send(new HeadBucketCommand(owned)), 404)) !== undefined,
    has: async (key) => (await answer(client.send(new HeadObjectCommand({ ...owned, Key: key })), 404)) !== undefined,
    list: async () => {
      const objects: BucketObject[] = [];
      const pages = async () => {
        for await (const { Contents = [] } of paginateListObjectsV2({ client }, owned)) {
          for (const { Key = "", LastModified = new Date(0) } of Contents)
            objects.push({ key: Key, lastModified: LastModified });
        }
      };
      await answer(pages(), 404);
      return objects;
    },
    read: (key) =>
      answer(
        client.send(new GetObjectCommand({ ...owned, Key: key })).then(async ({ Body, ETag = "" }) => ({
          text: (await Body?.transformToString()) ?? "",
          etag: ETag,
        })),
        404,
      ),
    write: async (key, text, replaces) => {
      const condition = replaces === undefined ? { IfNoneMatch: "*" } : { IfMatch: replaces.etag };
      const request = { ...owned, ...condition, Key: key, Body: text, ContentType: "application/json" };
      return (await answer(client.send(new PutObjectCommand(request)), 412)) !== undefined;
    },
    remove: async (key) => {
      await client.send(new DeleteObjectCommand({ ...owned, Key: key }));
    },
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
