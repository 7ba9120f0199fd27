/**
 * The schema of `fleet.yaml`. Types, the checks of single values and the JSON Schema for editors (`fleet.schema.json`) all come
 * from it. `consistency.ts` checks several values together.
 */
import { z } from "zod";
import type { Format } from "../diagnostics/schema-problems";
import * as formats from "./formats";
import { ALL_REGIONS } from "./regions";

const formatted = (format: Format): z.ZodString => z.string().regex(format.pattern);

const accountId = formatted(formats.ACCOUNT_ID).describe("AWS account id: 12 digits, quoted.");
const accountName = formatted(formats.ACCOUNT_NAME).describe(
  "Short name of the account, unique in the fleet: part of stack names and provider aliases.",
);
const runbookName = formatted(formats.RUNBOOK_NAME).describe("Name of a runbook in runbooks/.");
const region = z.enum(ALL_REGIONS as [string, ...string[]]).describe("Name of an AWS Region.");
const tags = z.record(z.string().min(1).max(128), z.string().max(256)).describe("Tags: key and value.");
const deployRole = z
  .union([formatted(formats.ROLE_NAME), z.literal(false)])
  .describe(
    "Name of the role that Terraform assumes in the account; false: the caller's own credentials. Default: OrganizationAccountAccessRole in member accounts, false in the management account.",
  );

const ec2TargetSettings = z
  .strictObject({
    vpcCidr: formatted(formats.CIDR).describe("Range of the VPC.").optional(),
    subnetCidr: formatted(formats.CIDR).describe("Range of the private subnet.").optional(),
    instanceType: formatted(formats.INSTANCE_TYPE).describe("EC2 instance type.").optional(),
    architecture: z.enum(["arm64", "x86_64"]).describe("Architecture of image and instance type.").optional(),
    image: z
      .enum(["amazon-linux-2", "amazon-linux-2023"])
      .describe("Amazon Linux release whose newest image is used.")
      .optional(),
    encryptedRootVolume: z.boolean().describe("Whether the root volume is encrypted.").optional(),
    targetTag: z
      .strictObject({ key: z.string().min(1).max(128), value: z.string().max(256) })
      .describe("Tag by which associations find the instance.")
      .optional(),
    tags: tags.describe("Further tags of the instance.").optional(),
  })
  .describe("The EC2 instance in a private subnet that runbooks act on.");

const ec2Target = z
  .union([ec2TargetSettings, z.boolean()])
  .describe("EC2 target: settings, true (all defaults) or false (no target).");

const association = z
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

const amiSharing = z
  .strictObject({
    prefix: formatted(formats.AMI_PREFIX).describe("Prefix of the names of runbook and association.").optional(),
    shareWith: z
      .array(z.string().min(1))
      .min(1)
      .describe("Accounts that may launch the images: names from this file, or account ids."),
    imagesToKeep: z
      .int()
      .min(1)
      .max(1000)
      .describe("How many of the runbook's own images of an instance are kept. Default: all.")
      .optional(),
    association: association.optional(),
  })
  .describe("Share images of the account's EC2 target with other accounts.");

const blockPublicSharing = z
  .union([
    z.strictObject({
      images: z.boolean().describe("Whether the account refuses to share AMIs publicly.").optional(),
      documents: z.boolean().describe("Whether the account refuses to share SSM documents publicly.").optional(),
    }),
    z.boolean(),
  ])
  .describe("Account settings against public sharing, in each Region: true (both), false (neither), or a map.");

const perAccount = {
  tags: tags.optional(),
  deployRole: deployRole.optional(),
  runbooks: z
    .array(runbookName)
    .describe("Runbooks that are deployed into the account itself, in each Region.")
    .optional(),
  ec2Target: ec2Target.optional(),
  blockPublicSharing: blockPublicSharing.optional(),
};

const memberAccount = z.strictObject({
  id: accountId,
  name: accountName,
  ou: z
    .string()
    .describe("Path of the organizational unit: names from the root down, joined by `/`. Default: the root.")
    .optional(),
  ...perAccount,
  amiSharing: amiSharing.optional(),
});

interface OrganizationalUnitFile {
  name: string;
  id: string;
  organizationalUnits?: OrganizationalUnitFile[] | undefined;
}

const organizationalUnit: z.ZodType<OrganizationalUnitFile> = z
  .strictObject({
    name: formatted(formats.ORGANIZATIONAL_UNIT_NAME),
    id: formatted(formats.ORGANIZATIONAL_UNIT_ID),
    get organizationalUnits() {
      return z.array(organizationalUnit).optional();
    },
  })
  .meta({ id: "organizationalUnit", description: "An organizational unit and the units below it." });

/** The content of a fleet file. */
export const fleetFileSchema = z
  .strictObject({
    organization: z
      .strictObject({
        id: formatted(formats.ORGANIZATION_ID).describe("Id of the AWS Organization: o-…"),
        rootId: formatted(formats.ROOT_ID).describe("Id of the organization's root: r-…"),
        organizationalUnits: z
          .array(organizationalUnit)
          .describe("The organizational units below the root, as a tree.")
          .optional(),
      })
      .describe("The AWS Organization."),
    homeRegion: region.describe("Region of the state buckets, the central runbooks and the executions."),
    regions: z
      .array(region)
      .min(1)
      .describe("All Regions, including the home Region. Default: only the home Region.")
      .optional(),
    managementAccount: z
      .strictObject({
        id: accountId,
        name: accountName,
        ...perAccount,
        target: z
          .boolean()
          .describe("Whether runbooks act in the management account as well. Default: false.")
          .optional(),
      })
      .describe("The organization's management account."),
    administratorAccount: z
      .string()
      .describe(
        "Name or id of the account where executions start: the management account (default) or a member account that is delegated administrator of ssm.amazonaws.com.",
      )
      .optional(),
    centralRunbooks: z
      .array(
        z.strictObject({
          name: runbookName,
          shared: z
            .boolean()
            .describe("Whether the document is shared with the fleet's accounts. Default: true.")
            .optional(),
        }),
      )
      .describe("Runbooks that are started in the administrator account for the whole fleet.")
      .optional(),
    state: z
      .strictObject({
        bucketPrefix: formatted(formats.BUCKET_PREFIX).describe(
          "Buckets are named <prefix>-<account id>-<home Region>.",
        ),
        encryption: z
          .enum(["aws:kms", "AES256"])
          .describe("SSE-KMS with the account's aws/s3 key (default), or SSE-S3.")
          .optional(),
        noncurrentVersionDays: z
          .int()
          .min(1)
          .max(3650)
          .describe("Days after which old versions of a state expire. Default: 90.")
          .optional(),
      })
      .describe("The buckets that hold Terraform's state, one in every account."),
    reader: z
      .strictObject({
        principal: formatted(formats.PRINCIPAL).describe(
          "An existing user or role of the administrator account (`user/<name>`, `role/<name>`), or its ARN.",
        ),
      })
      .describe("Who may assume the reader roles and collect results."),
    defaults: z
      .strictObject(perAccount)
      .describe("Settings of every member account; each may override them.")
      .optional(),
    memberAccounts: z.array(memberAccount).describe("The organization's other accounts."),
    externalAccounts: z
      .array(z.strictObject({ id: accountId, name: accountName }))
      .describe("Accounts outside the organization with which something is shared.")
      .optional(),
  })
  .meta({ title: "Fleetbook fleet file", description: "The accounts, Regions and runbooks of a fleet." });

export type FleetFile = z.infer<typeof fleetFileSchema>;
export type Ec2TargetSettings = z.infer<typeof ec2TargetSettings>;
export type AmiSharingSettings = z.infer<typeof amiSharing>;
export type BlockPublicSharingSettings = z.infer<typeof blockPublicSharing>;

/** The JSON Schema (draft 7, which editors understand) of a fleet file, which `npm run generate` writes to `fleet.schema.json`. */
export function fleetJsonSchema(): object {
  return z.toJSONSchema(fleetFileSchema, { target: "draft-7" });
}
