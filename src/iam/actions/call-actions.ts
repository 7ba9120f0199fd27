/**
 * From a call of an API to the IAM actions that it needs. The answer is the same for boto3's name of a service
 * and for its name in a signature.
 */
import { clientNamed, clientsSigningAs, iamAction, type Client } from "./action-table";
import { EXCEPTIONS } from "./exceptions";

/**
 * The IAM actions of a call, all of which must be allowed; none if nobody needs a permission for it. Undefined if AWS
 * documents no action for it: what it needs is not known.
 * @param client boto3's name: `dynamodbstreams`
 * @param operation also as boto3's method: `list_streams`
 */
export function callActions(client: string, operation: string): readonly string[] | undefined {
  const known = clientNamed(client);
  return known === undefined ? undefined : actionsIn(client, known, nameKey(operation));
}

/** The same for a request. @param signingName the name of the service that the request is signed for: `dynamodb` */
export function requestActions(signingName: string, operation: string): readonly string[] | undefined {
  for (const client of clientsSigningAs(signingName)) {
    const actions = callActions(client, operation);
    if (actions !== undefined) return actions;
  }
  return undefined;
}

/** IAM's prefix for requests that are signed for a service. */
export function requestPrefix(signingName: string): string {
  const [client] = clientsSigningAs(signingName);
  return (client === undefined ? undefined : clientNamed(client)?.prefix) ?? signingName;
}

/** Whether boto3 has a client of this name. */
export function isClient(name: string): boolean {
  return clientNamed(name) !== undefined;
}

/** DescribeDBInstances, describeDBInstances and describe_db_instances are one operation. */
function nameKey(operation: string): string {
  return operation.replace(/[_-]/g, "").toLowerCase();
}

function actionsIn(name: string, client: Client, key: string): readonly string[] | undefined {
  const exception = exceptionsOf(name).get(key);
  if (exception !== undefined) return exception;
  const own = iamAction(`${client.prefix}:${key}`);
  if (own !== undefined) return [own.name];
  if (lists(client.unsigned, key)) return [];
  const method = Object.entries(client.methods ?? {}).find(([, operations]) => lists(operations, key))?.[0];
  return method === undefined ? undefined : [`${client.prefix}:${method}`];
}

const exceptions = new Map<string, ReadonlyMap<string, readonly string[]>>();

function exceptionsOf(client: string): ReadonlyMap<string, readonly string[]> {
  const known =
    exceptions.get(client) ??
    new Map(
      Object.entries(Object.hasOwn(EXCEPTIONS, client) ? (EXCEPTIONS[client] ?? {}) : {}).map(
        ([operation, actions]) => [nameKey(operation), [actions].flat()] as const,
      ),
    );
  exceptions.set(client, known);
  return known;
}

function lists(operations: string | undefined, key: string): boolean {
  return operations?.split(" ").some((operation) => nameKey(operation) === key) ?? false;
}
