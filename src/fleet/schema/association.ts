/** The schema of the settings that say how an association runs its runbook. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted, region } from "./values";

export const association = z
  .strictObject({
    schedule: formatted(formats.SCHEDULE)
      .describe("When it runs again: rate(…) or cron(…), in UTC. Default: it runs only when it is created or changed.")
      .optional(),
    maxConcurrency: formatted(formats.MAX_CONCURRENCY)
      .describe("Instances at a time: a number or a percentage, quoted.")
      .optional(),
    maxErrors: formatted(formats.MAX_ERRORS)
      .describe("Stop starting instances after this many errors: a number or a percentage, quoted.")
      .optional(),
    complianceSeverity: z
      .enum(["CRITICAL", "HIGH", "MEDIUM", "LOW", "UNSPECIFIED"])
      .describe("How severe it is in compliance reports when the association fails.")
      .optional(),
    outputLocation: z
      .strictObject({
        bucket: formatted(formats.BUCKET_NAME).describe("Name of an existing bucket."),
        keyPrefix: z.string().min(1).max(500).describe("Prefix of the objects' keys.").optional(),
        region: region.describe("The bucket's Region.").optional(),
      })
      .describe("Where State Manager writes outputs.")
      .optional(),
    waitForSuccessSeconds: z
      .int()
      .min(15)
      .max(172_800)
      .describe("Seconds that Terraform waits for the first success. Default: 600.")
      .optional(),
  })
  .describe("How the association runs the runbook.");
