/** The schema of associations: how one runs its runbook, and the associations of an account's own runbooks. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted, region, runbookName } from "./values";

const howItRuns = {
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
};

const waitForSuccessSeconds = z.int().min(15).max(172_800);

/** How the association of AMI sharing runs its runbook. */
export const association = z
  .strictObject({
    ...howItRuns,
    waitForSuccessSeconds: waitForSuccessSeconds
      .describe("Seconds that Terraform waits for the first success. Default: 600.")
      .optional(),
  })
  .describe("How the association runs the runbook.");

const targets = z
  .union([
    z.strictObject({
      tag: z
        .strictObject({ key: z.string().min(1).max(128), value: z.string().min(1).max(256) })
        .describe("Instances with this tag.")
        .optional(),
      instances: z.array(formatted(formats.INSTANCE_ID)).min(1).max(50).describe("Ids of the instances.").optional(),
      resourceGroup: z.string().min(1).max(128).describe("Name of a resource group of the account.").optional(),
    }),
    z.literal("allInstances"),
  ])
  .describe(
    "What it runs on: tag, instances or resourceGroup, or allInstances. Default: it runs once, without a target.",
  );

const parameterValue = z.union([
  z.string(),
  z.int(),
  z.boolean(),
  z.array(z.union([z.string(), z.int(), z.record(z.string(), z.unknown())])),
  z.record(z.string(), z.unknown()),
]);

/** An association of one of the account's own runbooks. */
export const ownAssociation = z.strictObject({
  name: formatted(formats.ASSOCIATION_NAME).describe("Name of the association, unique in the account."),
  runbook: runbookName.describe("One of the account's runbooks (`runbooks`)."),
  targets: targets.optional(),
  targetParameter: z
    .string()
    .min(1)
    .max(50)
    .describe("The runbook's parameter that gets the id of each target. Default: InstanceId.")
    .optional(),
  parameters: z
    .record(z.string(), parameterValue)
    .describe("Values of the runbook's other parameters. Fleetbook passes the runbook's role.")
    .optional(),
  ...howItRuns,
  applyOnlyAtCronInterval: z
    .boolean()
    .describe("Whether it runs only at the times of its cron schedule, and not when it is created or changed.")
    .optional(),
  waitForSuccessSeconds: waitForSuccessSeconds
    .describe("Seconds that Terraform waits for the first success. Default: it does not wait.")
    .optional(),
  regions: z.array(region).min(1).describe("Regions of the association. Default: all of the account.").optional(),
});

export type OwnAssociation = z.infer<typeof ownAssociation>;
