/** The schema of `state`. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

export const state = z
  .strictObject({
    bucketPrefix: formatted(formats.BUCKET_PREFIX).describe("Buckets are named <prefix>-<account id>-<home Region>."),
    encryption: z
      .enum(["aws:kms", "AES256"])
      .describe("SSE-KMS with the account's aws/s3 key (default), or SSE-S3.")
      .optional(),
    noncurrentVersionDays: z
      .int()
      .min(1)
      .max(3650)
      .describe("Days after which old versions of a state expire. Default: 90.")
      .optional(),
  })
  .describe("The buckets that hold Terraform's state, one in every account.");
