/** The schema of `automation`: settings of an account that all of its executions share, in each Region. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted, region } from "./values";

const settings = {
  adaptiveConcurrency: z
    .boolean()
    .describe("Whether the quota of concurrent automations adapts, from 100 up to 500. AWS's default: false.")
    .optional(),
  throttlingRetrySeconds: z
    .int()
    .min(0)
    .max(3600)
    .describe("Seconds for which a step that AWS throttles is tried again, before its maxAttempts count.")
    .optional(),
  scriptLogGroup: formatted(formats.LOG_GROUP)
    .describe("CloudWatch Logs group that gets the output of aws:executeScript. Runbooks' roles may write to it.")
    .optional(),
};

export const automation = z
  .strictObject({
    ...settings,
    regions: z
      .partialRecord(region, z.strictObject(settings))
      .describe("Settings of single Regions, which win over the others.")
      .optional(),
  })
  .describe("Settings of Automation in the account, in each Region. What is not set stays as it is.");

export type AutomationSettings = z.infer<typeof automation>;
