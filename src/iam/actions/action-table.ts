/**
 * The clients of boto3 and the IAM actions of their services, from a table that `npm run generate` makes of botocore's
 * service models and AWS's Service Authorization Reference.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const ACTION_TABLE_FILE = join(__dirname, "actions.json");

export interface ActionTable {
  /** Versions of what it is made from. */
  readonly sources: { readonly botocore: string; readonly iamData: string };
  /** By boto3's name. */
  readonly clients: Readonly<Record<string, Client>>;
  /** IAM prefix → first word → the rests of the names. One that ends with `*` has no resource-level permissions. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Client {
  /** The name that its requests are signed with. */
  readonly signs: string;
  readonly prefix: string;
  /** Operations without a signature, which nobody needs a permission for. */
  readonly unsigned?: string;
  /** Method of HTTP, which is the IAM action → operations. */
  readonly methods?: Readonly<Record<string, string>>;
}

export interface IamAction {
  /** In AWS's spelling: `ec2:DescribeInstances`. */
  readonly name: string;
  readonly hasResources: boolean;
}

let read: ActionTable | undefined;

/** Read once, when it is first needed. */
function actionTable(): ActionTable {
  read ??= JSON.parse(readFileSync(ACTION_TABLE_FILE, "utf8")) as ActionTable;
  return read;
}

/** A client by boto3's name. */
export function clientNamed(name: string): Client | undefined {
  const { clients } = actionTable();
  return Object.hasOwn(clients, name) ? clients[name] : undefined;
}

let bySignature: ReadonlyMap<string, readonly string[]> | undefined;

/** The clients whose requests are signed with a name; the one that is called so itself comes first. */
export function clientsSigningAs(name: string): readonly string[] {
  bySignature ??= signatures();
  return bySignature.get(name) ?? [];
}

function signatures(): ReadonlyMap<string, readonly string[]> {
  const signing = new Map<string, readonly string[]>();
  for (const [client, { signs }] of Object.entries(actionTable().clients)) {
    const others = signing.get(signs) ?? [];
    signing.set(signs, client === signs ? [client, ...others] : [...others, client]);
  }
  return signing;
}

const byPrefix = new Map<string, ReadonlyMap<string, IamAction>>();

/** An IAM action, in any case: `ec2:describeinstances`. Undefined if AWS documents none of the name. */
export function iamAction(action: string): IamAction | undefined {
  const [prefix = "", name = ""] = action.split(":");
  return knownActions(prefix).get(name.toLowerCase());
}

/** The IAM actions of a service, in AWS's spelling; none if AWS documents no service of that prefix. */
export function iamActions(prefix: string): readonly string[] {
  return [...knownActions(prefix).values()].map(({ name }) => name);
}

function knownActions(prefix: string): ReadonlyMap<string, IamAction> {
  const known = byPrefix.get(prefix) ?? actionsOf(prefix);
  byPrefix.set(prefix, known);
  return known;
}

function actionsOf(prefix: string): ReadonlyMap<string, IamAction> {
  const { actions } = actionTable();
  const verbs = Object.hasOwn(actions, prefix) ? (actions[prefix] ?? {}) : {};
  return new Map(
    Object.entries(verbs).flatMap(([verb, rests]) =>
      rests.split(" ").map((rest): [string, IamAction] => {
        const name = verb + rest.replace("*", "");
        return [name.toLowerCase(), { name: `${prefix}:${name}`, hasResources: !rest.endsWith("*") }];
      }),
    ),
  );
}
