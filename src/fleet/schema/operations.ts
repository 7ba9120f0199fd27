/** The schema of `operations`: what a start runs on, and within which limits, if it does not say otherwise. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

export const limitsSchema = z
  .strictObject({
    maxConcurrency: formatted(formats.MAX_CONCURRENCY)
      .describe("Instances at a time in each account and Region: a number or a percentage, quoted. Default: 10.")
      .optional(),
    maxErrors: formatted(formats.MAX_ERRORS)
      .describe("Stop starting instances of an account and Region after this many errors. Default: 10%.")
      .optional(),
    accountConcurrency: formatted(formats.MAX_CONCURRENCY)
      .describe("Accounts and Regions at a time: a number or a percentage, quoted. Default: 10.")
      .optional(),
    accountErrors: formatted(formats.MAX_ERRORS)
      .describe("Stop starting accounts after errors in this many of them. Default: 10%.")
      .optional(),
  })
  .describe("Limits of a start.");

export const operations = z
  .strictObject({
    targetTag: z
      .strictObject({ key: formatted(formats.TARGET_TAG_KEY), value: z.string().max(256) })
      .describe("The tag of the instances that a start runs on if it names no targets.")
      .optional(),
    limits: limitsSchema.optional(),
  })
  .describe("Defaults of a start (docs/operations.md).");

export type OperationsSettings = z.infer<typeof operations>;
export type LimitsSettings = z.infer<typeof limitsSchema>;
