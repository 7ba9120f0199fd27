/**
 * Abort controllers to be used again: making one costs about as much as all the rest of an attempt, and hardly any of
 * them is ever aborted.
 */
import { getEventListeners } from "node:events";

export interface PooledController {
  readonly controller: AbortController;
  uses: number;
}

/** As many as attempts may well run at a time. */
const MOST_FREE = 64;
/** Signals derived from one (AbortSignal.any) leave a trace in it; it must not grow for ever. */
const MOST_USES = 1000;

const free: PooledController[] = [];

export function takeController(): PooledController {
  return free.pop() ?? { controller: new AbortController(), uses: 0 };
}

/** For a controller whose work has ended. One that somebody still listens to, or that is aborted, is not used again. */
export function giveBack(pooled: PooledController): void {
  const { signal } = pooled.controller;
  pooled.uses += 1;
  if (signal.aborted || pooled.uses >= MOST_USES || free.length >= MOST_FREE) return;
  if (getEventListeners(signal, "abort").length === 0) free.push(pooled);
}
