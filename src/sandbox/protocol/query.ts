/** Parameters of the query protocol: lists and structures are flattened into names such as `Tags.member.1.Key`. */

import type { CallerRequest } from "./message";

/** The request with other parameters. */
export function withParameters(request: CallerRequest, parameters: URLSearchParams): CallerRequest {
  return { ...request, parameters, body: Buffer.from(parameters.toString()) };
}

/** The structures of a list, one record of field names to values each. */
export function structureList(parameters: URLSearchParams, name: string): Record<string, string>[] {
  return listItems(parameters, name).map((prefix) =>
    Object.fromEntries(
      [...parameters].flatMap(([key, value]) =>
        key.startsWith(`${prefix}.`) ? [[key.slice(prefix.length + 1), value]] : [],
      ),
    ),
  );
}

function listItems(parameters: URLSearchParams, name: string): string[] {
  const numbers = new Set<number>();
  for (const key of parameters.keys()) {
    const [list, member, number] = key.split(".");
    if (list === name && member === "member" && number !== undefined) numbers.add(Number(number));
  }
  return [...numbers].sort((a, b) => a - b).map((number) => `${name}.member.${String(number)}`);
}
