/** What botocore's service models say of authorization: the name that a client's requests are signed with, and its operations. */
import { botocoreVersion, readModels, type ServiceModel } from "../../botocore/model-files";

interface SignedOperation {
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
  readonly operations: readonly SignedOperation[];
}

export interface Botocore {
  readonly version: string;
  readonly clients: readonly ModelledClient[];
}

/** Reads every service model. Takes a few seconds. */
export function readBotocore(folder: string): Botocore {
  const clients = [...readModels(folder)].map(([name, model]) => clientOf(name, model));
  return { version: botocoreVersion(folder), clients };
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
