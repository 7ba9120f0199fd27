/** Names of REST operations, which requests identify by method and path, for the REST services that runbooks call. */

interface RestOperation {
  readonly name: string;
  /** The parameters in the path. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Method, path after the API version, name. Words in braces are parameters. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  lambda: [
    "GET functions ListFunctions",
    "POST functions CreateFunction",
    "GET functions/{FunctionName} GetFunction",
    "DELETE functions/{FunctionName} DeleteFunction",
    "GET functions/{FunctionName}/configuration GetFunctionConfiguration",
    "PUT functions/{FunctionName}/configuration UpdateFunctionConfiguration",
    "PUT functions/{FunctionName}/code UpdateFunctionCode",
    "GET functions/{FunctionName}/code-signing-config GetFunctionCodeSigningConfig",
    "POST functions/{FunctionName}/invocations Invoke",
    "POST functions/{FunctionName}/response-streaming-invocations InvokeWithResponseStream",
    "GET functions/{FunctionName}/policy GetPolicy",
    "POST functions/{FunctionName}/policy AddPermission",
    "DELETE functions/{FunctionName}/policy/{StatementId} RemovePermission",
    "GET functions/{FunctionName}/versions ListVersionsByFunction",
    "POST functions/{FunctionName}/versions PublishVersion",
    "GET functions/{FunctionName}/aliases ListAliases",
    "POST functions/{FunctionName}/aliases CreateAlias",
    "GET functions/{FunctionName}/aliases/{Name} GetAlias",
    "PUT functions/{FunctionName}/aliases/{Name} UpdateAlias",
    "DELETE functions/{FunctionName}/aliases/{Name} DeleteAlias",
    "GET tags/{Resource} ListTags",
    "POST tags/{Resource} TagResource",
    "DELETE tags/{Resource} UntagResource",
  ],
  "resource-groups": [
    "POST groups CreateGroup",
    "POST groups-list ListGroups",
    "POST get-group GetGroup",
    "POST get-group-query GetGroupQuery",
    "POST get-group-configuration GetGroupConfiguration",
    "POST put-group-configuration PutGroupConfiguration",
    "POST update-group UpdateGroup",
    "POST update-group-query UpdateGroupQuery",
    "POST delete-group DeleteGroup",
    "POST list-group-resources ListGroupResources",
    "POST resources/search SearchResources",
    "POST group-resources GroupResources",
    "POST ungroup-resources UngroupResources",
    "GET resources/{Arn}/tags GetTags",
    "PUT resources/{Arn}/tags Tag",
    "PATCH resources/{Arn}/tags Untag",
  ],
};

/** Operations whose body is a payload and not part of their input. */
const WITH_PAYLOAD = new Set(["Invoke", "InvokeWithResponseStream"]);

interface Route {
  readonly method: string;
  /** As in the table. */
  readonly path: string;
  readonly pattern: RegExp;
  readonly name: string;
}

const ROUTES: ReadonlyMap<string, readonly Route[]> = new Map(
  Object.entries(OPERATIONS).map(([service, lines]) => [
    service,
    lines.map((line) => {
      const [method = "", path = "", name = ""] = line.split(" ");
      return { method, path, pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`), name };
    }),
  ]),
);

/** @param service the service's signing name */
export function restOperation(service: string, method: string, path: string): RestOperation | undefined {
  // Lambda's paths begin with the API version, which is a date.
  const bare = path.replace(/^\/(\d{4}-\d{2}-\d{2}\/)?/, "").replace(/\/$/, "");
  for (const route of ROUTES.get(service) ?? []) {
    const match = route.method === method ? route.pattern.exec(bare) : null;
    if (match === null) continue;
    const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
    return { name: route.name, parameters: Object.fromEntries(parameters) as Record<string, string> };
  }
  return undefined;
}

/** Whether the body of a REST operation is part of its input. */
export function hasInputInBody(operation: string): boolean {
  return !WITH_PAYLOAD.has(operation);
}

/** The route of an operation whose path has no parameters and no API version. */
export function restRoute(service: string, operation: string): Pick<Route, "method" | "path"> {
  const route = ROUTES.get(service)?.find(({ name }) => name === operation);
  if (route === undefined) throw new Error(`No path is known for ${service}:${operation}.`);
  return { method: route.method, path: `/${route.path}` };
}

/** Percent-decodes a string. A malformed one is returned as it is, and names nothing. */
export function decoded(string: string): string {
  try {
    return decodeURIComponent(string);
  } catch {
    return string;
  }
}
