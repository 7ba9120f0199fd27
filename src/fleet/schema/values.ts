/** The single values that several parts of a fleet file have: ids, names, Regions, tags. */
import { z } from "zod";
import type { Format } from "../../diagnostics/schema-problems";
import * as formats from "../formats";
import { ALL_REGIONS } from "../regions";

/** A string of the format. */
export const formatted = (format: Format): z.ZodString => z.string().regex(format.pattern);

export const accountId = formatted(formats.ACCOUNT_ID).describe("AWS account id: 12 digits, quoted.");
export const accountName = formatted(formats.ACCOUNT_NAME).describe(
  "Short name of the account, unique in the fleet: part of stack names and provider aliases.",
);
export const runbookName = formatted(formats.RUNBOOK_NAME).describe("Name of a runbook in runbooks/.");
export const region = z.enum(ALL_REGIONS as [string, ...string[]]).describe("Name of an AWS Region.");

/** A value for every Region, or a map of values by Region. */
export const byRegion = <T extends z.ZodType>(value: T) => z.union([value, z.partialRecord(region, value)]);
/** Tags of every resource, roles included, and IAM allows the fewest characters. */
export const tags = z.record(formatted(formats.TAG_KEY), formatted(formats.TAG_VALUE)).describe("Tags: key and value.");
/** Tags of the sessions of a role, for which STS allows the same characters as IAM. */
export const sessionTags = z.record(formatted(formats.TAG_KEY), formatted(formats.TAG_VALUE));
/** Tags of instances alone, which EC2 allows to have any characters. */
export const instanceTags = z.record(z.string().min(1).max(128), z.string().max(256));
