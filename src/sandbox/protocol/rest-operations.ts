/** Names of REST operations, which requests identify by method and path. */
import { matchRoute, routesOf, type Route } from "../../botocore/routes";
import { clientsSigningAs } from "../../iam/actions/action-table";

interface RestOperation {
  readonly name: string;
  /** The parameters in the path. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether the body is data and not part of the input. */
  readonly bodyIsData: boolean;
}

const known = new Map<string, readonly Route[]>();

/** The routes of all clients whose requests are signed for a service, read when it is first asked. */
function routesSignedAs(service: string): readonly Route[] {
  const routes = known.get(service) ?? clientsSigningAs(service).flatMap(routesOf);
  // Names come from callers and may be invented.
  if (routes.length > 0) known.set(service, routes);
  return routes;
}

/**
 * Undefined if no operation is called so, or if it is not certain which one: moto decodes a path before it reads it, so both
 * spellings must call the same operation.
 * @param service the service's signing name
 */
export function restOperation(
  service: string,
  method: string,
  path: string,
  query: URLSearchParams,
): RestOperation | undefined {
  const routes = routesSignedAs(service);
  const found = matchRoute(routes, method, path, query);
  if (found === undefined) return undefined;
  const { operation, bodyIsData } = found.route;
  const plain = decoded(path);
  const again = plain === path ? found : matchRoute(routes, method, plain, query);
  if (again !== undefined && again.route.operation !== operation) return undefined;
  const parameters = Object.entries(found.parameters).map(([name, value]) => [name, decoded(value)]);
  return { name: operation, parameters: Object.fromEntries(parameters) as Record<string, string>, bodyIsData };
}

/** The operation of a service that names it in the path, whatever the service (Smithy RPC). */
export function rpcOperation(method: string, path: string): string | undefined {
  return method === "POST" ? /^\/service\/\w+\/operation\/(\w+)$/.exec(path)?.[1] : undefined;
}

/** The route of an operation whose path has no parameters. */
export function restRoute(service: string, operation: string): Pick<Route, "method" | "path"> {
  const route = routesSignedAs(service).find((one) => one.operation === operation);
  if (route === undefined) throw new Error(`No path is known for ${service}:${operation}.`);
  return { method: route.method, path: route.path };
}

/** Percent-decodes a string. A malformed one is returned as it is, and names nothing. */
export function decoded(string: string): string {
  try {
    return decodeURIComponent(string);
  } catch {
    return string;
  }
}
