/** The schema of `roles`: what all IAM roles of an account have in common. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted, tags } from "./values";

const policy = formatted(formats.MANAGED_POLICY);

export const roles = z
  .strictObject({
    path: formatted(formats.IAM_PATH)
      .describe("Path of the roles that Fleetbook names, and of their policies. Default: /.")
      .optional(),
    permissionsBoundary: z
      .union([
        policy,
        z.strictObject({
          policy: policy.describe("Name or ARN of the managed policy."),
          document: z
            .string()
            .min(1)
            .describe("Path of a JSON file with the policy's document, from the fleet file's folder; it is checked.")
            .optional(),
        }),
      ])
      .describe("Permissions boundary of the roles: a managed policy by its name in the account, or by its ARN.")
      .optional(),
    tags: tags.describe("Tags of the roles, besides the account's tags.").optional(),
  })
  .describe("What all IAM roles in the account have in common.");

export type RolesSettings = z.infer<typeof roles>;
