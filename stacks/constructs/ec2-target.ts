/** The EC2 instance that runbooks act on in one Region. */
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Ec2Target as Ec2TargetSettings } from "../../src/fleet/model";
import type { InstanceRole } from "./instance-role";
import type { PrivateNetwork } from "./private-network";

export interface Ec2TargetProps {
  readonly provider: AwsProvider;
  readonly settings: Ec2TargetSettings;
  readonly network: PrivateNetwork;
  readonly role: InstanceRole;
  /** The `Name` tag, unless the settings' own tags have one. */
  readonly name: string;
  /**
   * ARN of the KMS key for the root volume, if the volume is encrypted.
   * @default - the account's default key for EBS
   */
  readonly kmsKeyArn?: string;
}

/**
 * The public parameters that contain the id of the newest image, see
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
 */
const IMAGE_PARAMETER: Readonly<Record<Ec2TargetSettings["image"], (architecture: string) => string>> = {
  "amazon-linux-2": (architecture) => `/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-${architecture}-gp2`,
  "amazon-linux-2023": (architecture) =>
    `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
};

export class Ec2Target extends Construct {
  readonly instance: ITerraformDependable;

  constructor(scope: Construct, id: string, props: Ec2TargetProps) {
    super(scope, id);
    const { provider, settings, network, role, kmsKeyArn } = props;

    const image = new DataAwsSsmParameter(this, "image", {
      provider,
      name: IMAGE_PARAMETER[settings.image](settings.architecture),
    });

    // Image and architecture are part of the id, so that changing either creates a new instance although changes of `ami`
    // are ignored.
    this.instance = new Instance(this, `${settings.image}-${settings.architecture}`, {
      provider,
      // The parameter is public; its plain value lets a plan show the image's id.
      ami: image.insecureValue,
      instanceType: settings.instanceType,
      subnetId: network.subnetId,
      vpcSecurityGroupIds: [network.instanceSecurityGroupId],
      iamInstanceProfile: role.profileName,
      // A hop limit of 1 keeps the instance's credentials from containers and from proxies on the instance.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      // `encrypted: false` is never set: if the account encrypts volumes by default, it would replace the instance with
      // every apply.
      ...(settings.encryptedRootVolume
        ? { rootBlockDevice: { encrypted: true, ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }) } }
        : {}),
      tags: { Name: props.name, ...settings.tags, [settings.targetTag.key]: settings.targetTag.value },
      // AWS publishes a new image every few weeks, and this alone must not replace an instance that is in use.
      lifecycle: { ignoreChanges: ["ami"] },
      // If Systems Manager is not reachable or permissions are missing, the agent's first attempts fail, and it waits longer
      // after each failure.
      dependsOn: [...network.reachability, role.permissions],
    });
  }
}
