/** Which operation of a REST service a request calls, by its method, path and query. */
import { tabledOperations } from "./service-table";

export interface Route {
  readonly operation: string;
  readonly method: string;
  /** `/clusters/{name}`, with the names of the request's members. */
  readonly path: string;
  /** Whether the body is data rather than a structure with members of the request. */
  readonly bodyIsData: boolean;
  /** The path's parameters as groups, in the order of `parameters`. */
  readonly pattern: RegExp;
  readonly parameters: readonly string[];
  /** What the query string must have; null for any value. */
  readonly query: readonly (readonly [name: string, value: string | null])[];
  /** The more of its words are fixed, the more it is meant. */
  readonly fixedWords: number;
}

export interface RouteMatch {
  readonly route: Route;
  /** The members of the request in the path, as they are written there. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The routes of a client's operations; none unless it is a REST service. @param client boto3's name */
export function routesOf(client: string): readonly Route[] {
  return Object.entries(tabledOperations(client)).flatMap(([operation, [, , route, body]]) =>
    route === undefined ? [] : [readRoute(operation, route, body === "data")],
  );
}

/** The route that a request takes; undefined if there is none, or if several operations are called in this way. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
  query: URLSearchParams,
): RouteMatch | undefined {
  const bare = withoutSlash(path);
  const matching = routes.filter(
    (route) =>
      route.method === method &&
      route.query.every(([name, value]) => (value === null ? query.has(name) : query.get(name) === value)) &&
      route.pattern.test(bare),
  );
  const most = Math.max(...matching.map(({ fixedWords }) => fixedWords));
  const [route, ...others] = matching.filter(({ fixedWords }) => fixedWords === most);
  if (route === undefined || others.some(({ operation }) => operation !== route.operation)) return undefined;
  const values = route.pattern.exec(bare)?.slice(1) ?? [];
  return { route, parameters: Object.fromEntries(route.parameters.map((name, at) => [name, values[at] ?? ""])) };
}

function readRoute(operation: string, text: string, bodyIsData: boolean): Route {
  const [method = "", uri = ""] = text.split(" ");
  const [path = "", search] = uri.split("?");
  const query = (search?.split("&") ?? []).map((part) => {
    const [name = "", value] = part.split("=");
    return [name, value ?? null] as const;
  });
  const words = withoutSlash(path).split("/");
  return {
    operation,
    method,
    path,
    bodyIsData,
    pattern: new RegExp(`^${words.map(patternOf).join("/")}$`),
    parameters: [...path.matchAll(PARAMETER)].map(([, name = ""]) => name),
    query,
    // A parameter with slashes in it is the last choice.
    fixedWords: query.length + words.filter((word) => !word.includes("{")).length - (path.includes("+}") ? 0.5 : 0),
  };
}

const PARAMETER = /\{([^{}+]+)(\+?)\}/g;

function patternOf(word: string): string {
  return word
    .split(/(\{[^{}]+\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return part.endsWith("+}") ? "(.+)" : "([^/]+)";
    })
    .join("");
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, "");
}
