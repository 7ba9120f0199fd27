/**
 * What botocore's service models say of authorization: the name that a client's requests are signed with, and its
 * operations. boto3 has the same clients, and Automation calls AWS through boto3.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

interface ModelledOperation {
  readonly name: string;
  /** Of HTTP: API Gateway's actions are called so. */
  readonly method: string;
  /** False for operations without a signature: IAM knows no caller to ask about. */
  readonly signed: boolean;
}

export interface ModelledClient {
  /** boto3's name of the client: `dynamodbstreams`. */
  readonly name: string;
  /** The name in the signatures of its requests: `dynamodb`. */
  readonly signingName: string;
  readonly operations: readonly ModelledOperation[];
}

export interface Botocore {
  readonly version: string;
  readonly clients: readonly ModelledClient[];
}

interface ServiceModel {
  readonly metadata: { readonly endpointPrefix: string; readonly signingName?: string };
  readonly operations: Readonly<
    Record<string, { readonly http: { readonly method: string }; readonly authtype?: string }>
  >;
  readonly shapes: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

const MODEL_FILES = ["service-2.json.gz", "service-2.json"];

/** The folder of the botocore that a Python with this `sys.path` imports; undefined if it has none. */
export function botocoreFolder(modulePath: readonly string[]): string | undefined {
  return modulePath.map((folder) => join(folder, "botocore")).find((folder) => existsSync(join(folder, "data")));
}

export function botocoreVersion(folder: string): string {
  const [, version = "unknown"] =
    /^__version__ = ['"](.+)['"]$/m.exec(readFileSync(join(folder, "__init__.py"), "utf8")) ?? [];
  return version;
}

/** Reads every service model, in the newest version of its API as botocore does. Takes a few seconds. */
export function readBotocore(folder: string): Botocore {
  const data = join(folder, "data");
  const clients = readdirSync(data, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const file = newestModel(join(data, name));
      return file === undefined ? [] : [clientOf(name, readModel(file))];
    });
  return { version: botocoreVersion(folder), clients };
}

/** The values of an enumeration in one service's model. @param shape `InstanceType` */
export function modelledValues(folder: string, client: string, shape: string): readonly string[] {
  const file = newestModel(join(folder, "data", client));
  return file === undefined ? [] : (readModel(file).shapes[shape]?.enum ?? []);
}

function newestModel(folder: string): string | undefined {
  return readdirSync(folder)
    .sort()
    .reverse()
    .flatMap((version) => MODEL_FILES.map((name) => join(folder, version, name)))
    .find((file) => existsSync(file));
}

function readModel(file: string): ServiceModel {
  const content = readFileSync(file);
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(content) : content).toString()) as ServiceModel;
}

function clientOf(name: string, { metadata, operations }: ServiceModel): ModelledClient {
  return {
    name,
    signingName: metadata.signingName ?? metadata.endpointPrefix,
    operations: Object.entries(operations).map(([operation, { http, authtype }]) => ({
      name: operation,
      method: http.method,
      signed: authtype !== "none",
    })),
  };
}
