/** The schema of `outputs`. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

export const outputs = z
  .strictObject({
    bucketPrefix: formatted(formats.BUCKET_PREFIX).describe(
      "Buckets are named <prefix>-<id of the administrator account>-<Region>.",
    ),
    expirationDays: z.int().min(1).max(3650).describe("Days after which S3 deletes an output. Default: 30.").optional(),
  })
  .describe("Buckets of the administrator account that keep whole outputs of commands. Default: none.");
