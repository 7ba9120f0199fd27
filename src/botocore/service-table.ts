/**
 * The tables of AWS's services: each operation with the members of its request and of its response, as boto3 spells them.
 * `npm run generate` makes them of botocore's service models, one for each of boto3's clients. A table is read when it is first needed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export const SERVICES_FOLDER = join(__dirname, "services");

export interface ServiceTable {
  readonly operations: Readonly<Record<string, OperationEntry>>;
  readonly structures: readonly StructureEntry[];
}

/**
 * Request and response, null if the operation has none. Of a REST service also its route, method and path with the names of the
 * request's members in braces (`GET /clusters/{name}`), and `data` if the body is data rather than a structure.
 */
type OperationEntry = readonly [request: number | null, response: number | null, route?: string, body?: "data"];

export interface StructureEntry {
  readonly members: Readonly<Record<string, ShapeEntry>>;
  /** Names of members with spaces between them. */
  readonly required?: string;
}

/**
 * A single value, a value of which no more is known, a stream, the index of a structure, a list of one item's shape, or a map with the
 * shape of its values.
 */
export type ShapeEntry = "value" | "any" | "stream" | number | readonly [ShapeEntry] | { readonly of: ShapeEntry };

const EXTENSION = ".jsonl.gz";

/** @param client boto3's name: `dynamodbstreams` */
export function serviceFile(client: string): string {
  return `${client}${EXTENSION}`;
}

/** The clients that boto3 has. */
export function tabledClients(): readonly string[] {
  return readdirSync(SERVICES_FOLDER)
    .filter((file) => file.endsWith(EXTENSION))
    .map((file) => file.slice(0, -EXTENSION.length));
}

/** The operations of a client by name, without their structures. */
export function tabledOperations(client: string): ServiceTable["operations"] {
  const text = tableText(client);
  return JSON.parse(text.slice(0, text.indexOf("\n"))) as ServiceTable["operations"];
}

/** The text of a client's table: a line of JSON for the operations, and one for each structure. */
export function tableText(client: string): string {
  return gunzipSync(readFileSync(join(SERVICES_FOLDER, serviceFile(client)))).toString();
}
