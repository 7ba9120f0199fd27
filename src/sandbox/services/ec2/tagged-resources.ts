/** Tags of what does not exist. moto refuses them for some types of resources, and keeps them for these. */
import * as sdk from "@aws-sdk/client-ec2";
import { inMotosWords } from "../../protocol/ec2";
import { stringsOf } from "../../protocol/input";
import type { ServiceLayer } from "../../protocol/message";

type Ec2Of = (accountId: string, region: string) => sdk.EC2Client;

/** By the prefix of their ids: asks moto for a resource, and is refused if there is none. */
const READS: Readonly<Record<string, (ec2: sdk.EC2Client, id: string) => Promise<unknown>>> = {
  i: (ec2, id) => ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [id] })),
  eni: (ec2, id) => ec2.send(new sdk.DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] })),
  eipalloc: (ec2, id) => ec2.send(new sdk.DescribeAddressesCommand({ AllocationIds: [id] })),
};

export function taggedResources(ec2Of: Ec2Of): ServiceLayer {
  return async (request, next) => {
    if (request.operation === "CreateTags") {
      const ec2 = ec2Of(request.caller.accountId, request.region);
      for (const id of stringsOf(request.input, "ResourceId")) {
        await inMotosWords(async () => READS[id.split("-")[0] ?? ""]?.(ec2, id));
      }
    }
    return next(request);
  };
}
