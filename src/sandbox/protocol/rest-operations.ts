/** The names of REST operations, which come as method and path: those of the services that runbooks call in this protocol. */
import type { AwsRequest } from "./message";

interface RestOperation {
  readonly name: string;
  /** What the path holds. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Method, path below the version of the API, name. Words in braces are parameters. */
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

const TABLE: ReadonlyMap<string, readonly { method: string; path: RegExp; name: string }[]> = new Map(
  Object.entries(OPERATIONS).map(([prefix, lines]) => [
    prefix,
    lines.map((line) => {
      const [method = "", path = "", name = ""] = line.split(" ");
      return { method, path: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`), name };
    }),
  ]),
);

/** @param prefix IAM's prefix of the service */
export function restOperation(prefix: string, { method, path }: AwsRequest): RestOperation | undefined {
  // Lambda's paths begin with the version of the API: a date.
  const bare = path.replace(/^\/(\d{4}-\d{2}-\d{2}\/)?/, "").replace(/\/$/, "");
  for (const operation of TABLE.get(prefix) ?? []) {
    const match = operation.method === method ? operation.path.exec(bare) : null;
    if (match === null) continue;
    const parameters = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
    return { name: operation.name, parameters: Object.fromEntries(parameters) as Record<string, string> };
  }
  return undefined;
}

/** As it stands, where it is not encoded rightly: it then names nothing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
