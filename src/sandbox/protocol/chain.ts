/** Combines several layers of one service into one. */
import type { ServiceLayer } from "./message";

/** Each layer passes requests to the next one, and the last layer to the caller's `next`. */
export function chain(...layers: readonly ServiceLayer[]): ServiceLayer {
  return layers.reduceRight<ServiceLayer>(
    (rest, layer) => (request, next) => layer(request, (passed) => rest(passed, next)),
    (request, next) => next(request),
  );
}
