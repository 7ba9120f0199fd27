/** Whether security groups allow HTTPS, the only protocol of the SSM agent. */
import { containsRange } from "./addresses";
import type { SecurityGroup, SecurityGroupRule } from "./ec2-facts";

/** The other end of a connection. A rule allows it if it names one of the groups, or contains one of the ranges. */
export interface Peer {
  readonly groupIds: readonly string[];
  readonly ranges: readonly string[];
}

type Groups = readonly (SecurityGroup | undefined)[];

const HTTPS = 443;
const ALL_PROTOCOLS = "-1";
const TCP = ["tcp", "6"];

export function letHttpsIn(groups: Groups, from: Peer): boolean {
  return groups.some((group) => group?.ingress.some((rule) => allows(rule, from)));
}

export function letHttpsOut(groups: Groups, to: Peer): boolean {
  return groups.some((group) => group?.egress.some((rule) => allows(rule, to)));
}

/** Prefix lists are not resolved: a rule that names only prefix lists allows nothing. */
function allows(rule: SecurityGroupRule, peer: Peer): boolean {
  return (
    isHttps(rule) &&
    (rule.groupIds.some((id) => peer.groupIds.includes(id)) ||
      rule.cidrBlocks.some((block) => peer.ranges.some((range) => containsRange(block, range))))
  );
}

function isHttps({ protocol, fromPort = 0, toPort = 65535 }: SecurityGroupRule): boolean {
  if (protocol === ALL_PROTOCOLS) return true;
  return TCP.includes(protocol) && fromPort <= HTTPS && HTTPS <= toPort;
}
