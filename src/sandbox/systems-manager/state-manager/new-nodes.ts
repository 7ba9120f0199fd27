/**
 * Serves the managed nodes that an association of a Command or Policy document gets later: new instances, and those that get its tag.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-targets-and-rate-controls.html
 */
import type { Clock } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import type { RealTarget } from "./targets";

/** Yields the ids of the nodes that the targets select, at once and after every change. Ends when the signal is aborted. */
export type WatchNodes = (
  location: Location,
  targets: readonly RealTarget[],
  signal: AbortSignal,
) => AsyncIterable<readonly string[]>;

export interface NewNodesOptions {
  readonly clock: Clock;
  readonly watchNodes: WatchNodes;
  readonly location: Location;
  readonly targets: readonly RealTarget[];
  /** Runs the association on these nodes. */
  readonly serve: (nodes: readonly string[]) => void;
  /** Receives the error with which the watch has ended. */
  readonly onError: (error: unknown) => void;
}

/** The values that a target takes. */
const NODES_OF_RUN = 50;
/** Milliseconds. A deployment changes many resources in a row, and each look at the nodes costs several requests. */
const PAUSE = 500;

/**
 * Starts to watch. The nodes that are there already count as served.
 * @returns ends the watch
 */
export function serveNewNodes(options: NewNodesOptions): () => void {
  const ended = new AbortController();
  void watch(options, ended.signal).catch((error: unknown) => {
    if (!ended.signal.aborted) options.onError(error);
  });
  return () => {
    ended.abort();
  };
}

async function watch({ clock, watchNodes, location, targets, serve }: NewNodesOptions, signal: AbortSignal) {
  let served: ReadonlySet<string> | undefined;
  for await (const nodes of watchNodes(location, targets, signal)) {
    const known = served;
    const added = known === undefined ? [] : nodes.filter((node) => !known.has(node));
    served = new Set(nodes);
    for (let first = 0; first < added.length; first += NODES_OF_RUN) serve(added.slice(first, first + NODES_OF_RUN));
    await clock.sleep(PAUSE, signal);
  }
}
