/** Makes the table of a service from botocore's model of it; `npm run generate` writes it. */
import type { ModelledMember, ModelledOperation, ModelledShape, ServiceModel } from "./model-files";
import type { ServiceTable, ShapeEntry, StructureEntry } from "./service-table";

/** @param client boto3's name of the service */
export function makeServiceTable(client: string, model: ServiceModel): ServiceTable {
  const structures = new Structures(client, model);
  const operations = Object.entries(model.operations).map(
    ([name, operation]) =>
      [
        name,
        [structures.indexOf(operation.input), structures.indexOf(operation.output), ...routeOf(model, operation)],
      ] as const,
  );
  return {
    operations: Object.fromEntries(operations),
    structures: structures.entries,
  };
}

/** The table as the text of its file: a line of JSON for the operations, and one for each structure. */
export function serviceTableText({ operations, structures }: ServiceTable): string {
  return [operations, ...structures].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Members that are required and that botocore sets where they are missing. */
const SET_BY_BOTOCORE: Readonly<Record<string, string>> = { glacier: "accountId" };

/** Strings of JSON that botocore decodes in responses. */
const DECODED: Readonly<Record<string, string>> = { iam: "policyDocumentType", cloudformation: "TemplateBody" };

/** The method and path of an operation, if its service is asked by them. S3 has a reader of its own. */
function routeOf({ metadata, shapes }: ServiceModel, { http, input }: ModelledOperation): [string?, "data"?] {
  const { protocol, signingName, endpointPrefix } = metadata;
  if (protocol?.startsWith("rest-") !== true || (signingName ?? endpointPrefix) === "s3") return [];
  const { members = {}, payload } = shapes[input?.shape ?? ""] ?? {};
  const inPath = new Map(
    Object.entries(members)
      .filter(([, { location }]) => location === "uri")
      .map(([name, { locationName = name }]) => [locationName, name]),
  );
  const path = http.requestUri.replace(/\{([^{}+]+)/g, (_, name: string) => `{${inPath.get(name) ?? name}`);
  const body = shapes[members[payload ?? ""]?.shape ?? ""]?.type;
  const route = `${http.method} ${path}`;
  return body === undefined || body === "structure" ? [route] : [route, "data"];
}

class Structures {
  readonly entries: StructureEntry[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #client: string;
  readonly #shapes: ServiceModel["shapes"];

  constructor(client: string, { shapes }: ServiceModel) {
    this.#client = client;
    this.#shapes = shapes;
  }

  /** The index of a structure, which is added to the entries if it is new. */
  indexOf(member: ModelledMember | undefined): number | null {
    if (member === undefined) return null;
    const known = this.#indexes.get(member.shape);
    if (known !== undefined) return known;
    const index = this.entries.length;
    this.#indexes.set(member.shape, index);
    // A structure may contain itself, so it has an index before its members are read.
    this.entries.push({ members: {} });
    this.entries[index] = this.#structure(this.#shapeOf(member));
    return index;
  }

  #structure({ members = {}, required = [] }: ModelledShape): StructureEntry {
    const needed = required.filter(
      (name) => members[name]?.idempotencyToken !== true && SET_BY_BOTOCORE[this.#client] !== name,
    );
    const entries = Object.entries(members).map(([name, member]) => [name, this.#entry(member)] as const);
    return {
      members: Object.fromEntries(entries),
      ...(needed.length > 0 && { required: needed.join(" ") }),
    };
  }

  #entry(member: ModelledMember): ShapeEntry {
    const shape = this.#shapeOf(member);
    if (member.streaming === true || shape.streaming === true || shape.eventstream === true) return "stream";
    if (member.jsonvalue === true || shape.document === true || DECODED[this.#client] === member.shape) return "any";
    switch (shape.type) {
      case "structure":
        return this.indexOf(member) ?? "any";
      case "list":
        return shape.member === undefined ? "any" : [this.#entry(shape.member)];
      case "map":
        return shape.value === undefined ? "any" : { of: this.#entry(shape.value) };
      default:
        return "value";
    }
  }

  #shapeOf({ shape }: ModelledMember): ModelledShape {
    const known = this.#shapes[shape];
    if (known === undefined) throw new Error(`The model of ${this.#client} has no shape ${shape}.`);
    return known;
  }
}
