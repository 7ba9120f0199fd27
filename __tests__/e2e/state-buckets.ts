/** Bare state buckets for a fleet in a sandbox. The bootstrap has tests of its own. */
import { makeBareStateBuckets } from "../../bench/fleet/bare-state-buckets";
import type { LocalFleet } from "../../src/demo/local-fleet";

export function makeStateBuckets(local: LocalFleet): Promise<void> {
  return makeBareStateBuckets(local.fleet, ({ id }) => local.accessTo(id));
}
