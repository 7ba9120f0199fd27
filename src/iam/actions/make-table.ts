/** Makes the table of clients and IAM actions from AWS's own models and reference; `npm run generate` writes it. */
import type { ActionReference, DocumentedAction } from "../sources/iam-data";
import type { Botocore, ModelledClient } from "../sources/botocore";
import type { ActionTable } from "./action-table";
import { EXCEPTIONS, PREFIXES } from "./exceptions";

export function makeActionTable(botocore: Botocore, { version, actions }: ActionReference): ActionTable {
  const clients = botocore.clients.map((client) => ({ client, prefix: prefixOf(client, actions) }));
  const prefixes = new Set([...clients.map(({ prefix }) => prefix), ...prefixesOfExceptions()]);
  return {
    sources: { botocore: botocore.version, iamData: version },
    clients: Object.fromEntries(
      clients.map(({ client, prefix }) => {
        const { signingName, name } = client;
        const known = actions.get(prefix) ?? [];
        return [name, { signs: signingName, prefix, ...withoutAction(client, known) }];
      }),
    ),
    actions: Object.fromEntries(
      [...actions].filter(([prefix]) => prefixes.has(prefix)).map(([prefix, known]) => [prefix, byVerb(known)]),
    ),
  };
}

/** The table as the text of its file: a line for each client and each verb, so that a change of AWS's is one of few lines. */
export function actionTableText({ sources, clients, actions }: ActionTable): string {
  const lines = (entries: object, indent: string) =>
    Object.entries(entries)
      .map(([key, value]) => `\n${indent}${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(",");
  const prefixes = Object.entries(actions).map(
    ([prefix, verbs]) => `\n    ${JSON.stringify(prefix)}: {${lines(verbs, "      ")}\n    }`,
  );
  return (
    `{\n  "sources": ${JSON.stringify(sources)},\n  "clients": {${lines(clients, "    ")}\n  },\n` +
    `  "actions": {${prefixes.join(",")}\n  }\n}\n`
  );
}

function prefixOf({ name, signingName }: ModelledClient, actions: ActionReference["actions"]): string {
  return PREFIXES[name] ?? [signingName, name].find((prefix) => actions.has(prefix)) ?? signingName;
}

function prefixesOfExceptions(): readonly string[] {
  return Object.values(EXCEPTIONS).flatMap((operations) =>
    Object.values(operations)
      .flat()
      .map((action) => action.slice(0, action.indexOf(":"))),
  );
}

/** The operations that no action is named like: those without a signature, and those that are called by HTTP's methods. */
function withoutAction({ operations }: ModelledClient, known: readonly DocumentedAction[]) {
  const names = new Set(known.map(({ name }) => name.toLowerCase()));
  const left = operations.filter(({ name }) => !names.has(name.toLowerCase()));
  const unsigned = left.filter(({ signed }) => !signed).map(({ name }) => name);
  const byMethod = left.filter(({ signed, method }) => signed && names.has(method.toLowerCase()));
  return {
    ...(unsigned.length > 0 && { unsigned: unsigned.join(" ") }),
    ...(byMethod.length > 0 && { methods: grouped(byMethod.map(({ name, method }) => [method, name])) }),
  };
}

function byVerb(actions: readonly DocumentedAction[]): Record<string, string> {
  return grouped(
    actions.map(({ name, hasResources }) => {
      const verb = /^[A-Z]?[a-z]+/.exec(name)?.[0] ?? "";
      return [verb, `${name.slice(verb.length)}${hasResources ? "" : "*"}`];
    }),
  );
}

/** Sorted, with the items of each key as words of one string. */
function grouped(items: readonly (readonly [key: string, item: string])[]): Record<string, string> {
  const groups = new Map<string, string[]>();
  for (const [key, item] of items) groups.set(key, [...(groups.get(key) ?? []), item]);
  return Object.fromEntries([...groups].sort().map(([key, all]) => [key, all.sort().join(" ")]));
}
