/** Requests to moto over its Unix socket, each on behalf of one account. */
import { Agent, request as httpRequest, type OutgoingHttpHeaders } from "node:http";
import { EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient } from "@aws-sdk/client-iam";
import { SSMClient } from "@aws-sdk/client-ssm";
import { AwsError, notImplemented } from "../protocol/aws-error";
import type { AwsRequest, AwsResponse } from "../protocol/message";
import { plainRequest, type PlainRequest } from "./plain-request";
import type { MotoProcess } from "./process";

/** Headers that belong to one connection and not to the request. */
const HOP_BY_HOP = new Set([
  "connection",
  "expect",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** moto's header for the account of a request. */
const ACCOUNT_HEADER = "x-moto-account-id";

/** moto expects an access key of this length, to distinguish IAM users. */
const NO_ACCESS_KEY = "AKIAFLEETBOOKSANDBOX";

type Touch = (accountId: string) => Promise<void>;

export class MotoConnection {
  // Each connection is used once, because moto's server closes idle ones without notice. It queues at most 128 of them.
  readonly #agent: Agent;

  readonly #moto: MotoProcess;

  readonly #touch: Touch;

  /** @param touch is awaited before each request on behalf of an account. @default nothing is awaited */
  constructor(moto: MotoProcess, touch: Touch = () => Promise.resolve()) {
    this.#moto = moto;
    this.#touch = touch;
    // The types of Agent lack `socketPath`, which it passes to net.connect.
    this.#agent = new Agent({ socketPath: moto.socketPath, maxSockets: 32 } as ConstructorParameters<typeof Agent>[0]);
  }

  /**
   * Passes a request to moto on behalf of `accountId`.
   * @throws AwsError NotImplemented (501) if moto has no such operation, SandboxFailure (501) if moto failed.
   */
  readonly send = async (accountId: string, request: AwsRequest): Promise<AwsResponse> => {
    await this.#touch(accountId);
    const plain = plainRequest(request);
    const response = await this.#exchange(plain, {
      ...endToEnd(plain.headers),
      [ACCOUNT_HEADER]: accountId,
      "content-length": String(plain.body.length),
      // moto reads service and Region from this header, also for requests that were presigned in the query string.
      authorization: `AWS4-HMAC-SHA256 Credential=${request.accessKeyId ?? NO_ACCESS_KEY}/20000101/${request.region}/${request.service}/aws4_request, SignedHeaders=host, Signature=0`,
      // moto prefers a Region that it finds in this header to that of the signature.
      "user-agent": "fleetbook",
    });
    const isHtml = String(response.headers["content-type"] ?? "").startsWith("text/html");
    if (response.status === 500 && isHtml) throw await this.#failure(request);
    if (isHtml && request.service !== "s3" && response.status >= 404) {
      throw notImplemented(request.service, request.operation);
    }
    return response;
  };

  /** An EC2 client of one account. */
  ec2(accountId: string, region: string): EC2Client {
    const client = new EC2Client(this.#clientSettings(region));
    client.middlewareStack.add(inAccount(accountId, this.#touch), { step: "build" });
    return client;
  }

  /** An IAM client of one account. */
  iam(accountId: string, region: string): IAMClient {
    const client = new IAMClient(this.#clientSettings(region));
    client.middlewareStack.add(inAccount(accountId, this.#touch), { step: "build" });
    return client;
  }

  /** A Systems Manager client of one account. */
  readonly ssm = (accountId: string, region: string): SSMClient => {
    const client = new SSMClient(this.#clientSettings(region));
    client.middlewareStack.add(inAccount(accountId, this.#touch), { step: "build" });
    return client;
  };

  #clientSettings(region: string) {
    return {
      region,
      endpoint: "http://localhost",
      maxAttempts: 1,
      requestHandler: { httpAgent: this.#agent },
      credentials: { accessKeyId: NO_ACCESS_KEY, secretAccessKey: "none" },
    };
  }

  #exchange(request: PlainRequest, headers: OutgoingHttpHeaders): Promise<AwsResponse> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({ agent: this.#agent, method: request.method, path: request.target, headers });
      outgoing.on("error", (error) => {
        reject(new AwsError("SandboxFailure", `The sandbox's moto does not answer: ${error.message}`, 501));
      });
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const body = Buffer.concat(chunks);
          const isHead = request.method === "HEAD";
          const answered = endToEnd(incoming.headers);
          if (!isHead) delete answered["content-length"];
          resolve({ status: incoming.statusCode ?? 502, headers: answered, body });
        });
      });
      outgoing.end(request.body);
    });
  }

  async #failure(request: AwsRequest): Promise<AwsError> {
    const failure = await this.#moto.failures.claim();
    if (failure !== "failed") return notImplemented(request.service, request.operation);
    return new AwsError(
      "SandboxFailure",
      `${request.service}:${request.operation} failed inside moto, which the sandbox is made of. moto.log in the sandbox's folder has its exception.`,
      501,
    );
  }
}

function inAccount(accountId: string, touch: Touch) {
  return <Arguments, Answer>(next: (given: Arguments) => Promise<Answer>) =>
    async (given: Arguments & { readonly request?: unknown }) => {
      await touch(accountId);
      (given.request as { headers: Record<string, string> }).headers[ACCOUNT_HEADER] = accountId;
      return next(given);
    };
}

function endToEnd(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || HOP_BY_HOP.has(name) ? [] : [[name, value]],
    ),
  );
}
