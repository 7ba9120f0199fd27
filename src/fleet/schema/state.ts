/** The schema of `state`. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

const accessLogs = z
  .strictObject({
    bucket: formatted(formats.BUCKET_PATTERN).describe(
      "Name of an existing bucket in each account and the home Region, with {accountId}.",
    ),
    prefix: z
      .string()
      .min(1)
      .max(512)
      .describe("Prefix of the logs' keys. Default: the state bucket's name and a slash.")
      .optional(),
  })
  .describe("Where S3 writes the access logs of the state buckets. Default: no logs.");

export const state = z
  .strictObject({
    bucketPrefix: formatted(formats.BUCKET_PREFIX)
      .describe("Buckets are named <prefix>-<account id>-<home Region>. Either this or bucketName.")
      .optional(),
    bucketName: formatted(formats.BUCKET_PATTERN)
      .describe("Name of the buckets: {accountId} is the account's id, {region} the home Region.")
      .optional(),
    encryption: z
      .enum(["aws:kms", "AES256"])
      .describe("SSE-KMS with the account's aws/s3 key (default) or with kmsKey, or SSE-S3.")
      .optional(),
    kmsKey: formatted(formats.KMS_KEY)
      .describe("A key of your own in the home Region: alias/<name> in each account, or one ARN for all accounts.")
      .optional(),
    accessLogs: accessLogs.optional(),
    noncurrentVersionDays: z
      .int()
      .min(1)
      .max(3650)
      .describe("Days after which old versions of a state expire. Default: 90.")
      .optional(),
  })
  .describe("The buckets that hold Terraform's state, one in every account.");

export type StateFile = z.infer<typeof state>;
