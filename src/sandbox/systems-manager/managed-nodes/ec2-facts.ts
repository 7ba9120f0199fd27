/** The state of EC2 in one account and Region that decides whether an instance reaches Systems Manager. */

/** EC2's state of an instance; terminated instances are left out. */
export type InstanceState = "pending" | "running" | "shutting-down" | "stopping" | "stopped";

export interface Instance {
  readonly id: string;
  readonly state: InstanceState;
  readonly launched: Date;
  readonly isWindows: boolean;
  readonly imageId: string;
  readonly instanceType: string;
  readonly availabilityZone: string;
  /** `al2023-ami-arm64`; undefined if the image no longer exists. */
  readonly imageName: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly privateIp: string;
  readonly publicIp: string | undefined;
  readonly vpcId: string;
  readonly subnetId: string;
  /** Security groups of the primary network interface. */
  readonly groupIds: readonly string[];
  /** Undefined if no instance profile is attached. */
  readonly profileArn: string | undefined;
  /** Whether the instance metadata service is on, from which the agent gets its credentials. */
  readonly hasMetadataService: boolean;
}

export interface Vpc {
  readonly isDefault: boolean;
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
}

interface Subnet {
  readonly vpcId: string;
  readonly cidrBlock: string;
}

export interface SecurityGroup {
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule {
  /** `tcp`, `6`, or `-1` for all protocols. */
  readonly protocol: string;
  /** Undefined: all ports. */
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly groupIds: readonly string[];
  readonly cidrBlocks: readonly string[];
}

export interface InterfaceEndpoint {
  readonly id: string;
  readonly vpcId: string;
  /** `com.amazonaws.eu-central-1.ssm` */
  readonly serviceName: string;
  readonly state: string;
  readonly privateDnsEnabled: boolean;
  readonly groupIds: readonly string[];
  readonly subnetIds: readonly string[];
}

export interface RouteTable {
  readonly vpcId: string;
  /** Whether this is the VPC's main route table, which subnets without an explicit association use. */
  readonly isMain: boolean;
  readonly subnetIds: readonly string[];
  /** The target of the route to 0.0.0.0/0: the id of a gateway, network interface, instance or peering connection. */
  readonly defaultRoute: string | undefined;
}

export interface Ec2Facts {
  readonly instances: readonly Instance[];
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly endpoints: readonly InterfaceEndpoint[];
  readonly routeTables: readonly RouteTable[];
  /** The subnet of each available public NAT gateway. */
  readonly natGateways: ReadonlyMap<string, string>;
  /** The VPC to which each internet gateway is attached. */
  readonly internetGateways: ReadonlyMap<string, string>;
}
