/** The schema of the settings of an account. */
import { z } from "zod";
import { amiSharing } from "./ami-sharing";
import { ownAssociation } from "./association";
import { automation } from "./automation";
import { deployRole } from "./deploy-role";
import { ec2Target, ec2Targets } from "./ec2-target";
import { adopt, executionRole } from "./existing-roles";
import { roles } from "./roles";
import { accountRunbooks } from "./runbooks";
import { accountId, accountName, region, tags } from "./values";

const blockPublicSharing = z
  .union([
    z.strictObject({
      images: z.boolean().describe("Whether the account refuses to share AMIs publicly.").optional(),
      documents: z.boolean().describe("Whether the account refuses to share SSM documents publicly.").optional(),
    }),
    z.boolean(),
  ])
  .describe("Account settings against public sharing, in each Region: true (both), false (neither), or a map.");

/** The settings that `defaults`, a member account and the management account may have. */
export const perAccount = {
  tags: tags.optional(),
  deployRole: deployRole.optional(),
  regions: z
    .array(region)
    .min(1)
    .describe("The fleet's Regions in which the account has Regional resources. Default: all.")
    .optional(),
  roles: roles.optional(),
  adopt: adopt.optional(),
  executionRole: executionRole.optional(),
  amazonSSMAutomationRole: z
    .boolean()
    .describe("Whether the execution role has AWS's managed policy AmazonSSMAutomationRole. Default: true.")
    .optional(),
  runbooks: accountRunbooks.optional(),
  associations: z
    .array(ownAssociation)
    .describe("Associations that run the account's own runbooks on targets, on a schedule.")
    .optional(),
  automation: automation.optional(),
  ec2Target: ec2Target.optional(),
  ec2Targets: ec2Targets.optional(),
  blockPublicSharing: blockPublicSharing.optional(),
};

const retired = z
  .boolean()
  .describe(
    "Whether the account leaves the fleet: its stacks stay, empty, so that the next deployment destroys all they had.",
  );

/** The settings of a member account, however it is named. */
export const ofMember = { retired: retired.optional(), ...perAccount, amiSharing: amiSharing.optional() };

export const memberAccount = z.strictObject({
  id: accountId,
  name: accountName,
  ou: z
    .string()
    .describe("Path of the organizational unit: names from the root down, joined by `/`. Default: the root.")
    .optional(),
  ...ofMember,
});

export type BlockPublicSharingSettings = z.infer<typeof blockPublicSharing>;
