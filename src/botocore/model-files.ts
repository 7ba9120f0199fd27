/** Reads the service models of an installed botocore. boto3 has the same clients, and Automation calls AWS through boto3. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { isObject } from "../diagnostics/json";

export interface ModelledShape {
  readonly type: string;
  /** Of a request: the member that is the whole body. */
  readonly payload?: string;
  readonly members?: Readonly<Record<string, ModelledMember>>;
  readonly required?: readonly string[];
  /** Of a list. */
  readonly member?: ModelledMember;
  /** Of a map. */
  readonly value?: ModelledMember;
  readonly enum?: readonly string[];
  /** A value of any structure. */
  readonly document?: boolean;
  readonly jsonvalue?: boolean;
  readonly streaming?: boolean;
  readonly eventstream?: boolean;
}

export interface ModelledMember {
  readonly shape: string;
  /** `uri` if it stands in the path. */
  readonly location?: string;
  /** Its name there. @default the member's own */
  readonly locationName?: string;
  /** botocore supplies a value if there is none. */
  readonly idempotencyToken?: boolean;
  readonly jsonvalue?: boolean;
  readonly streaming?: boolean;
}

export interface ModelledOperation {
  /** `/clusters/{name}?view=short`; one that ends with `+` may have slashes in it. */
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly authtype?: string;
  readonly input?: ModelledMember;
  readonly output?: ModelledMember;
}

export interface ServiceModel {
  readonly metadata: {
    readonly protocol?: string;
    readonly endpointPrefix: string;
    readonly signingName?: string;
  };
  readonly operations: Readonly<Record<string, ModelledOperation>>;
  readonly shapes: Readonly<Record<string, ModelledShape>>;
}

const MODEL_FILES = ["service-2.json.gz", "service-2.json"];
/** What botocore adds to a model: members that it handles itself. */
const EXTRA_FILE = "service-2.sdk-extras.json";

/** The folder of the botocore that a Python with this `sys.path` imports; undefined if it has none. */
export function botocoreFolder(modulePath: readonly string[]): string | undefined {
  return modulePath.map((folder) => join(folder, "botocore")).find((folder) => existsSync(join(folder, "data")));
}

export function botocoreVersion(folder: string): string {
  const [, version = "unknown"] =
    /^__version__ = ['"](.+)['"]$/m.exec(readFileSync(join(folder, "__init__.py"), "utf8")) ?? [];
  return version;
}

/** Every client with its model, in the newest version of its API as botocore takes it. Reading all takes a few seconds. */
export function* readModels(folder: string): Generator<readonly [client: string, ServiceModel]> {
  const entries = readdirSync(join(folder, "data"), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  for (const name of names.sort()) {
    const model = readModel(folder, name);
    if (model !== undefined) yield [name, model];
  }
}

/** The values of an enumeration in one service's model. @param shape `InstanceType` */
export function modelledValues(folder: string, client: string, shape: string): readonly string[] {
  return readModel(folder, client)?.shapes[shape]?.enum ?? [];
}

function readModel(folder: string, client: string): ServiceModel | undefined {
  const versions = join(folder, "data", client);
  const file = readdirSync(versions)
    .sort()
    .reverse()
    .flatMap((version) => MODEL_FILES.map((name) => join(versions, version, name)))
    .find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const extra = join(file, "..", EXTRA_FILE);
  const model = readJson(file);
  return (existsSync(extra) ? merged(model, (readJson(extra) as { merge: unknown }).merge) : model) as ServiceModel;
}

function readJson(file: string): unknown {
  const content = readFileSync(file);
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(content) : content).toString());
}

function merged(base: unknown, extra: unknown): unknown {
  if (!isObject(base) || !isObject(extra)) return extra;
  const members = Object.entries(extra).map(([name, value]) => [name, merged(base[name], value)]);
  return { ...base, ...(Object.fromEntries(members) as object) };
}
