/** What the constructs of an EC2 target know of its network, whether Fleetbook builds it or it exists. */
import type { ITerraformDependable } from "cdktf";
import type { Ec2Target } from "../../src/fleet/model";

export interface TargetNetwork {
  readonly vpcId: string;
  /** The security group of instances: no ingress, and egress to Systems Manager only. */
  readonly instanceSecurityGroupId: string;
  /** The resources that make Systems Manager reachable. */
  readonly reachability: readonly ITerraformDependable[];
  /** Id of the target's subnet. A target's own subnet is added to the network. */
  subnetOf(target: Pick<Ec2Target, "name" | "ownSubnet">): string;
}
