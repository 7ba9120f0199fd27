/** Layers of one service, one behind the other. */
import type { ServiceLayer } from "./message";

/** What a layer hands on goes to the next one, and what the last hands on to whoever asked. */
export function chain(...layers: readonly ServiceLayer[]): ServiceLayer {
  return layers.reduceRight<ServiceLayer>(
    (rest, layer) => (request, next) => layer(request, (passed) => rest(passed, next)),
    (request, next) => next(request),
  );
}
