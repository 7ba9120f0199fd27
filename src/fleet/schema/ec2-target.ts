/** The schema of `ec2Target` and `ec2Targets`. */
import { z } from "zod";
import type { Format } from "../../diagnostics/schema-problems";
import * as formats from "../formats";
import { byRegion, formatted, instanceTags } from "./values";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const regional = (format: Format) => byRegion(formatted(format));

/** Something that exists already: by its id, or by its tags. */
const existing = (id: Format, what: string) =>
  z
    .strictObject({
      id: regional(id).describe(`Id of the ${what}, or a map of ids by Region.`).optional(),
      tags: instanceTags.describe(`Tags that only this ${what} has.`).optional(),
    })
    .refine((value) => (value.id === undefined) !== (value.tags === undefined), {
      message: "it needs either `id` or `tags`",
      params: { remedy: "Write one of the two." },
    });

const image = z
  .union([
    z.enum(["amazon-linux-2", "amazon-linux-2023", "windows-server-2022", "windows-server-2025"]),
    z
      .strictObject({
        id: regional(formats.IMAGE_ID).describe("Id of an image, or a map of ids by Region.").optional(),
        parameter: formatted(formats.PARAMETER_NAME)
          .describe("Name of an SSM parameter that contains the id of an image.")
          .optional(),
      })
      .refine((value) => (value.id === undefined) !== (value.parameter === undefined), {
        message: "it needs either `id` or `parameter`",
        params: { remedy: "Write one of the two." },
      }),
  ])
  .describe("The image: the newest one of an operating system, your own, or the one that a parameter names.");

const ec2TargetSettings = z
  .strictObject({
    vpc: existing(formats.VPC_ID, "VPC").describe("An existing VPC. Default: Fleetbook builds one.").optional(),
    subnet: existing(formats.SUBNET_ID, "subnet").describe("The subnet of the instance in that VPC.").optional(),
    endpoints: z
      .boolean()
      .describe("Whether the endpoints of Systems Manager are created in the existing VPC. Default: false.")
      .optional(),
    egressCidrs: z
      .array(formatted(formats.CIDR))
      .min(1)
      .describe("Ranges that the instance reaches over HTTPS in the existing VPC. Default: the VPC's own range.")
      .optional(),
    vpcCidr: regional(formats.CIDR).describe("Range of the VPC, or a map of ranges by Region.").optional(),
    subnetCidr: regional(formats.CIDR).describe("Range of the subnet, or a map of ranges by Region.").optional(),
    flowLogs: z
      .union([
        z.strictObject({
          retentionDays: z
            .literal(RETENTION_DAYS)
            .describe("Days until CloudWatch Logs deletes the records. Default: 365.")
            .optional(),
        }),
        z.boolean(),
      ])
      .describe("Whether the VPC's traffic is recorded in CloudWatch Logs. Default: false.")
      .optional(),
    instanceType: formatted(formats.INSTANCE_TYPE).describe("EC2 instance type.").optional(),
    architecture: z.enum(["arm64", "x86_64"]).describe("Architecture of image and instance type.").optional(),
    image: image.optional(),
    encryptedRootVolume: z.boolean().describe("Whether the root volume is encrypted.").optional(),
    kmsKey: regional(formats.VOLUME_KEY)
      .describe("KMS key of the root volume: id, alias or ARN, or a map of them by Region.")
      .optional(),
    targetTag: z
      .strictObject({ key: formatted(formats.TARGET_TAG_KEY), value: z.string().max(256) })
      .describe("Tag by which associations find the instance.")
      .optional(),
    tags: instanceTags.describe("Further tags of the instance.").optional(),
  })
  .describe("The EC2 instance in a private subnet that runbooks act on.");

export const ec2Target = z
  .union([ec2TargetSettings, z.boolean()])
  .describe("EC2 target: settings, true (all defaults) or false (no target).");

export const ec2Targets = z
  .record(formatted(formats.TARGET_NAME), z.union([ec2TargetSettings, z.boolean()]))
  .describe("Further EC2 targets by name, each with the settings of ec2Target that it does not set itself.");

export type Ec2TargetSettings = z.infer<typeof ec2TargetSettings>;
