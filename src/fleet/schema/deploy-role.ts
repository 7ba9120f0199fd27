/** The schema of `deployRole`: the role that Terraform assumes in an account, and how it is assumed. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted, sessionTags } from "./values";

const name = formatted(formats.ROLE_NAME);

/** How a role is assumed. */
const assumed = {
  name: name.describe("Name of the role. Default: OrganizationAccountAccessRole.").optional(),
  path: formatted(formats.IAM_PATH).describe("Path of the role. Default: /.").optional(),
  externalId: formatted(formats.EXTERNAL_ID).describe("External id that the role's trust policy asks for.").optional(),
  sessionName: formatted(formats.SESSION_NAME)
    .describe("Name of the sessions in CloudTrail's events. Default: fleetbook.")
    .optional(),
  tags: sessionTags
    .describe("Session tags. The role's trust policy and the caller's policies must allow sts:TagSession.")
    .optional(),
};

export const deployRole = z
  .union([
    name,
    z.literal(false),
    z.strictObject({
      ...assumed,
      createdBy: z
        .union([name, z.literal(false), z.strictObject(assumed)])
        .describe(
          "bootstrap creates the role with what the account's stacks need, and keeps it up to date. To do so it assumes this role: a name or a map; false: the caller's own credentials.",
        )
        .optional(),
    }),
  ])
  .describe(
    "Role that Terraform assumes in the account: its name, or a map; false: the caller's own credentials. Default: OrganizationAccountAccessRole in member accounts, false in the management account.",
  );

export type DeployRoleSettings = z.infer<typeof deployRole>;
export type AssumedRoleSettings = NonNullable<Exclude<DeployRoleSettings, string | false>["createdBy"]>;
