/** The schema of `ec2Target`. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted, tags } from "./values";

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
export const ec2Target = z
  .union([ec2TargetSettings, z.boolean()])
  .describe("EC2 target: settings, true (all defaults) or false (no target).");

export type Ec2TargetSettings = z.infer<typeof ec2TargetSettings>;
