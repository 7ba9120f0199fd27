/** EC2's kinds of resources: by the prefix of their ids, and by the calls that make them. */

/** Prefix of an id → the kind in ARNs. */
export const EC2_TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    acl: "network-acl",
    ami: "image",
    cgw: "customer-gateway",
    dopt: "dhcp-options",
    eigw: "egress-only-internet-gateway",
    eipalloc: "elastic-ip",
    eni: "network-interface",
    fl: "vpc-flow-log",
    i: "instance",
    igw: "internet-gateway",
    key: "key-pair",
    lt: "launch-template",
    nat: "natgateway",
    pcx: "vpc-peering-connection",
    pl: "prefix-list",
    rtb: "route-table",
    sg: "security-group",
    sgr: "security-group-rule",
    snap: "snapshot",
    subnet: "subnet",
    tgw: "transit-gateway",
    vgw: "vpn-gateway",
    vol: "volume",
    vpc: "vpc",
    vpce: "vpc-endpoint",
    "vpce-svc": "vpc-endpoint-service",
  }),
);

/** Calls that make another kind than their name says, or several. */
const MADE: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    AllocateAddress: ["elastic-ip"],
    CopyImage: ["image", "snapshot"],
    CopySnapshot: ["snapshot"],
    CreateFlowLogs: ["vpc-flow-log"],
    CreateImage: ["image", "snapshot"],
    CreateManagedPrefixList: ["prefix-list"],
    CreateNatGateway: ["natgateway"],
    CreateSnapshots: ["snapshot"],
    RegisterImage: ["image"],
    RunInstances: ["instance", "volume", "network-interface"],
  }),
);

/** Kinds that `Create…` with their name makes: CreateRouteTable a route-table. */
const OWN_CREATE = new Set([...EC2_TYPES.values()].filter((type) => type !== "key-pair" && type !== "instance"));

/** The kinds of resources that a call makes. */
export function madeBy(operation: string): readonly string[] {
  const made = MADE.get(operation);
  if (made !== undefined) return made;
  const type = /^Create(\w+)$/
    .exec(operation)?.[1]
    ?.replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase();
  return type !== undefined && OWN_CREATE.has(type) ? [type] : [];
}
