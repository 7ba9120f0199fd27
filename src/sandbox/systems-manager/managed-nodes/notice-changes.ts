/** Keeps the inventory of managed nodes up to date with the requests that pass through the gateway. */
import { locationKey, type Location } from "../../../iam/location";
import type { ServiceLayer } from "../../protocol/message";
import { locationOf } from "../../protocol/location";
import type { ManagedNodes } from "./managed-nodes";

const READS = /^(Describe|Get|List|Search|Generate|Simulate)/;
/** Operations that can cut a node's connection. An agent that was able to register before them has registered. */
const DISCONNECTS = /^(Stop|Delete|Detach|Disassociate|Revoke|Remove|Replace|Modify|Put|Update|Set)/;

/** A layer for EC2, IAM and every service that creates or changes their resources, such as CloudFormation. */
export function noticeChanges(nodes: Pick<ManagedNodes, "invalidate" | "inventory">): ServiceLayer {
  /** By account: where a service other than IAM was changed, by key. */
  const inhabited = new Map<string, Map<string, Location>>();
  return async (request, next) => {
    const location = locationOf(request);
    const { accountId } = location;
    if (READS.test(request.operation)) return next(request);
    const changed = inhabited.get(accountId) ?? new Map<string, Location>();
    inhabited.set(accountId, changed);
    if (DISCONNECTS.test(request.operation)) {
      await Promise.all([...changed.values()].map((there) => nodes.inventory(there)));
    }
    if (request.service !== "iam") changed.set(locationKey(location), location);
    try {
      return await next(request);
    } finally {
      nodes.invalidate(accountId);
    }
  };
}
