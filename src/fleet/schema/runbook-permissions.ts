/** The schema of `permissions`: what the role of a runbook may do. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

const statement = z
  .strictObject({
    actions: z.array(formatted(formats.IAM_ACTION)).min(1).describe("IAM actions, without wildcards."),
    resources: z
      .array(formatted(formats.IAM_RESOURCE))
      .min(1)
      .describe(
        'ARNs, which may have wildcards and {{ global:ACCOUNT_ID }}, {{ global:REGION }} and {{ global:AWS_PARTITION }} in them; "*" only for actions without resource-level permissions.',
      ),
    conditions: z
      .record(z.string().min(1), z.record(z.string().min(1), z.union([z.string(), z.array(z.string()).min(1)])))
      .describe("Operator, condition key, value or values, as in a policy document.")
      .optional(),
  })
  .describe("A statement that allows actions on resources.");

export const runbookPermissions = z
  .strictObject({
    derived: z
      .boolean()
      .describe("Whether the role has the policy that is derived from the runbook's steps. Default: true.")
      .optional(),
    statements: z.array(statement).min(1).describe("Further statements of the role's policy.").optional(),
    managedPolicies: z
      .array(formatted(formats.MANAGED_POLICY))
      .min(1)
      .describe("Managed policies that are attached to the role: names in the role's account, or ARNs.")
      .optional(),
  })
  .describe("What the role may do that this runbook acts with. Default: what the runbook's steps need.");

export type RunbookPermissionsSettings = z.infer<typeof runbookPermissions>;
