/** AWS's services as boto3 knows them: operations, and the shapes of their requests and responses. */
import { tabledClients, tableText, type ServiceTable, type ShapeEntry, type StructureEntry } from "./service-table";

export interface Service {
  /** boto3's name of the client: `dynamodbstreams`. */
  readonly name: string;
  readonly operationNames: readonly string[];
  /** Also by boto3's method: `describe_instances`. */
  operation(name: string): Operation | undefined;
}

export interface Operation {
  /** In AWS's spelling: `DescribeInstances`. */
  readonly name: string;
  /** Undefined if boto3 accepts and ignores every parameter. */
  readonly request: Structure | undefined;
  /** As boto3 returns it. */
  readonly response: Structure;
}

export interface Structure {
  readonly kind: "structure";
  readonly members: ReadonlyMap<string, Shape>;
  readonly required: readonly string[];
}

/** `any` is a value of which no more is known, and `stream` one that is read while it arrives. */
export type Shape =
  Structure | { readonly kind: "value" | "any" | "stream" } | { readonly kind: "list" | "map"; readonly of: Shape };

export const VALUE: Shape = { kind: "value" };
export const ANY: Shape = { kind: "any" };

/** A structure with these members, none of which is required. */
export function structure(members: Readonly<Record<string, Shape>>): Structure {
  return { kind: "structure", members: new Map(Object.entries(members)), required: [] };
}

/** Any header may be in a response, and hardly anybody selects one. */
export const HTTP_HEADERS: Shape = { kind: "map", of: VALUE };

/** What boto3 adds to every response. */
const RESPONSE_METADATA = structure({
  RequestId: VALUE,
  HostId: VALUE,
  HTTPStatusCode: VALUE,
  HTTPHeaders: HTTP_HEADERS,
  RetryAttempts: VALUE,
});

let clients: ReadonlyMap<string, string> | undefined;
const services = new Map<string, Service>();

/** A service by boto3's name of the client, in any case. Undefined if boto3 has no such client. */
export function serviceNamed(name: string): Service | undefined {
  clients ??= new Map(tabledClients().map((client) => [plain(client), client]));
  const client = clients.get(plain(name));
  if (client === undefined) return undefined;
  const known = services.get(client) ?? readService(client);
  services.set(client, known);
  return known;
}

export function serviceNames(): readonly string[] {
  return tabledClients();
}

/** DescribeDBInstances, describeDBInstances and describe_db_instances are one operation. */
function plain(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

function readService(name: string): Service {
  const [first = "{}", ...lines] = tableText(name).split("\n");
  const operations = JSON.parse(first) as ServiceTable["operations"];
  const structureAt = structuresOf(lines);
  const byPlainName = new Map(Object.keys(operations).map((operation) => [plain(operation), operation]));
  return {
    name,
    operationNames: [...byPlainName.values()],
    operation(given) {
      const operation = byPlainName.get(plain(given));
      const shapes = operation === undefined ? undefined : operations[operation];
      if (operation === undefined || shapes === undefined) return undefined;
      const [request, response] = shapes;
      const members = response === null ? [] : structureAt(response).members;
      return {
        name: operation,
        request: request === null ? undefined : structureAt(request),
        response: structure({ ...Object.fromEntries(members), ResponseMetadata: RESPONSE_METADATA }),
      };
    },
  };
}

/** The structures of a table by index. A line is parsed when its structure is first asked for: EC2 has thousands of them. */
function structuresOf(lines: readonly string[]): (index: number) => Structure {
  const known = new Map<number, Structure>();
  const at = (index: number): Structure => {
    const made = known.get(index) ?? new StructureOfTable(lines[index] ?? "{}", shapeOf);
    known.set(index, made);
    return made;
  };
  const shapeOf = (entry: ShapeEntry): Shape => {
    if (typeof entry === "string") return entry === "value" ? VALUE : { kind: entry };
    if (typeof entry === "number") return at(entry);
    return "of" in entry ? { kind: "map", of: shapeOf(entry.of) } : { kind: "list", of: shapeOf(entry[0]) };
  };
  return at;
}

/** A structure may contain itself, so its members are read when they are asked for. */
class StructureOfTable implements Structure {
  readonly kind = "structure";
  readonly #line: string;
  readonly #shapeOf: (entry: ShapeEntry) => Shape;
  #read: { readonly members: ReadonlyMap<string, Shape>; readonly required: readonly string[] } | undefined;

  constructor(line: string, shapeOf: (entry: ShapeEntry) => Shape) {
    this.#line = line;
    this.#shapeOf = shapeOf;
  }

  get members(): ReadonlyMap<string, Shape> {
    return this.#content().members;
  }

  get required(): readonly string[] {
    return this.#content().required;
  }

  #content() {
    if (this.#read === undefined) {
      const { members, required } = JSON.parse(this.#line) as StructureEntry;
      const shapes = Object.entries(members).map(([name, entry]) => [name, this.#shapeOf(entry)] as const);
      this.#read = { members: new Map(shapes), required: required?.split(" ") ?? [] };
    }
    return this.#read;
  }
}
