/** Keeps the inventory of managed nodes up to date with the requests that pass through the gateway. */
import type { ServiceLayer } from "../../protocol/message";
import type { ManagedNodes } from "./managed-nodes";

const READS = /^(Describe|Get|List|Search|Generate|Simulate)/;
/** Operations that can cut a node's connection. An agent that was able to register before them has registered. */
const DISCONNECTS = /^(Stop|Delete|Detach|Disassociate|Revoke|Remove|Replace|Modify|Put|Update|Set)/;

/** A layer for EC2, IAM and every service that creates or changes their resources, such as CloudFormation. */
export function noticeChanges(nodes: Pick<ManagedNodes, "invalidate" | "inventory">): ServiceLayer {
  /** The Regions of each account in which a service other than IAM was changed. */
  const inhabited = new Map<string, Set<string>>();
  return async (request, next) => {
    const { accountId } = request.caller;
    if (READS.test(request.operation)) return next(request);
    const regions = inhabited.get(accountId) ?? new Set();
    inhabited.set(accountId, regions);
    if (DISCONNECTS.test(request.operation)) {
      await Promise.all([...regions].map((region) => nodes.inventory(accountId, region)));
    }
    if (request.service !== "iam") regions.add(request.region);
    try {
      return await next(request);
    } finally {
      nodes.invalidate(accountId);
    }
  };
}
