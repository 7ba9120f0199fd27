/** Keeps the inventory of managed nodes up to date with the requests that pass the gateway. */
import type { ServiceLayer } from "../../protocol/message";
import type { ManagedNodes } from "./managed-nodes";

const READS = /^(Describe|Get|List|Search|Generate|Simulate)/;
/** What can take a node's connection away. An agent that could register until then has done so. */
const DISCONNECTS = /^(Stop|Delete|Detach|Disassociate|Revoke|Remove|Replace|Modify|Put|Update|Set)/;

/** A layer for EC2, IAM and every service that makes or changes resources of theirs, as CloudFormation does. */
export function noticeChanges(nodes: Pick<ManagedNodes, "invalidate" | "inventory">): ServiceLayer {
  /** Regions of each account in which something of EC2 was made. */
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
