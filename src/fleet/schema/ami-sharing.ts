/** The schema of `amiSharing`. */
import { z } from "zod";
import * as formats from "../formats";
import { association } from "./association";
import { formatted } from "./values";

export const amiSharing = z
  .strictObject({
    prefix: formatted(formats.AMI_PREFIX).describe("Prefix of the names of runbook and association.").optional(),
    shareWith: z
      .array(z.union([z.string().min(1), z.strictObject({ organizationalUnit: z.string().min(1) })]))
      .min(1)
      .describe(
        "Who may launch the images: names of accounts in this file, account ids, {organizationalUnit: <path>}, or organization for all accounts of the organization.",
      ),
    imagesToKeep: z
      .int()
      .min(1)
      .max(1000)
      .describe("How many of the runbook's own images of an instance are kept. Default: all.")
      .optional(),
    association: association.optional(),
  })
  .describe("Share images of the account's EC2 target with other accounts.");

/** The entry of `shareWith` that means every account of the organization. */
export const WHOLE_ORGANIZATION = "organization";

export type AmiSharingSettings = z.infer<typeof amiSharing>;
