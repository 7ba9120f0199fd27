/** The EC2 instance that runbooks act on in one Region. */
import { createHash } from "node:crypto";
import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable, Postcondition } from "cdktf";
import { Construct } from "constructs";
import { inRegion } from "../../src/fleet/by-region";
import { canBeEbsOptimized } from "../../src/fleet/instance-types";
import type { Ec2Target as Ec2TargetSettings } from "../../src/fleet/model";
import { OPERATING_SYSTEMS } from "../../src/fleet/operating-systems";
import type { InstanceRole } from "./instance-role";
import type { TargetNetwork } from "./target-network";

export interface Ec2TargetProps {
  readonly provider: AwsProvider;
  readonly region: string;
  readonly settings: Ec2TargetSettings;
  readonly network: TargetNetwork;
  readonly role: InstanceRole;
  /** The `Name` tag, unless the settings' own tags have one. */
  readonly name: string;
  /** Whether images of the instance are shared. */
  readonly sharesImages: boolean;
  /**
   * ARN of the key that AMI sharing makes, for an encrypted root volume without a key of its own.
   * @default - the account's default key for EBS
   */
  readonly imageKeyArn?: string;
}

export class Ec2Target extends Construct {
  readonly instance: ITerraformDependable;
  readonly instanceId: string;
  readonly subnetId: string;

  constructor(scope: Construct, id: string, props: Ec2TargetProps) {
    super(scope, id);
    const { provider, region, settings, network, role } = props;
    const image = this.#findImage(props);
    this.subnetId = network.subnetOf(settings);

    const instance = new Instance(this, image.id, {
      provider,
      ami: image.ami,
      instanceType: settings.instanceType,
      ...(canBeEbsOptimized(settings.instanceType) && { ebsOptimized: true }),
      subnetId: this.subnetId,
      vpcSecurityGroupIds: [network.instanceSecurityGroupId],
      iamInstanceProfile: role.profileName,
      // A hop limit of 1 keeps the instance's credentials from containers and from proxies on the instance.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      // `encrypted: false` is never set: if the account encrypts volumes by default, it would replace the instance with
      // every apply.
      ...(settings.encryptedRootVolume ? { rootBlockDevice: { encrypted: true, ...this.#keyOf(props, region) } } : {}),
      tags: { Name: props.name, ...settings.tags, [settings.targetTag.key]: settings.targetTag.value },
      // Replacing an instance that was launched without it would cost more than it gives: current types are optimized anyway.
      lifecycle: { ignoreChanges: [...image.ignoredChanges, "ebs_optimized"] },
      // If Systems Manager is not reachable or permissions are missing, the agent's first attempts fail, and it waits longer
      // after each failure.
      dependsOn: [...network.reachability, role.permissions],
    });
    this.instance = instance;
    this.instanceId = instance.id;
  }

  /**
   * The image, and the construct id of its instance. What the fleet file says of the image is part of that id, so that
   * changing it creates a new instance. A newer image of the same name does not: AWS publishes one every few weeks, which
   * alone must not replace an instance that is in use.
   */
  #findImage({ provider, region, settings }: Ec2TargetProps) {
    const { image, architecture } = settings;
    if (typeof image === "object" && "id" in image) {
      return { id: `own-${architecture}`, ami: inRegion(image.id, region), ignoredChanges: [] };
    }
    const [id, name] =
      typeof image === "string"
        ? [image, OPERATING_SYSTEMS[image].parameter(architecture)]
        : [`parameter-${shortHash(image.parameter)}`, image.parameter];
    // The plain value lets a plan show the image's id, which is no secret.
    const ami = new DataAwsSsmParameter(this, "image", { provider, name }).insecureValue;
    return { id: `${id}-${architecture}`, ami, ignoredChanges: ["ami"] };
  }

  #keyOf({ provider, settings, imageKeyArn, sharesImages }: Ec2TargetProps, region: string): { kmsKeyId?: string } {
    if (settings.kmsKey === undefined) return imageKeyArn === undefined ? {} : { kmsKeyId: imageKeyArn };
    // EBS stores the ARN. With an id or alias, every plan would replace the instance.
    const key = new DataAwsKmsKey(this, "key", { provider, keyId: inRegion(settings.kmsKey, region) });
    key.lifecycle = { postcondition: keyConditions(sharesImages) };
    return { kmsKeyId: key.arn };
  }
}

/** With a key that does not fit, EC2 ends the instance as it starts, without a word of the key. */
function keyConditions(sharesImages: boolean): Postcondition[] {
  const usable = {
    condition: '${self.enabled && self.key_usage == "ENCRYPT_DECRYPT"}',
    errorMessage:
      "ec2Target.kmsKey is ${self.arn}, which is disabled or does not encrypt. Enable it, or name another key in the fleet file.",
  };
  const customerManaged = {
    condition: '${self.key_manager == "CUSTOMER"}',
    errorMessage:
      "ec2Target.kmsKey is ${self.arn}, an AWS managed key: images that are encrypted with it cannot be shared. Name a customer managed key, or leave kmsKey out.",
  };
  return sharesImages ? [usable, customerManaged] : [usable];
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
