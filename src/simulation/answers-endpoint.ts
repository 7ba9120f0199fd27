/** An endpoint on this machine that answers boto3 and the AWS CLI inside scripts with the answers of a simulation. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { ApiCallError } from "../engine/errors";
import type { AwsApi } from "../engine/ports";
import { WireFault, type Wire, type WireAnswer, type WireRequest } from "../sandbox/python/wire";

export class AnswersEndpoint {
  readonly #server: Server;
  readonly #wire: Wire;

  private constructor(server: Server, wire: Wire) {
    this.#server = server;
    this.#wire = wire;
  }

  /** Listens on a free port of the loopback interface. */
  static async open(wire: Wire, api: AwsApi): Promise<AnswersEndpoint> {
    const server = createServer((request, response) => void serve(wire, api, request, response));
    server.listen({ host: "127.0.0.1", port: 0 });
    await once(server, "listening");
    return new AnswersEndpoint(server, wire);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await this.#wire.stop();
  }
}

async function serve(wire: Wire, api: AwsApi, message: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const request = await requestOf(message);
    const call = await wire.read(request);
    const { status, headers, body } = await wire.write(request, await answerTo(api, call));
    response.writeHead(status, headers).end(Buffer.from(body, "base64"));
  } catch (error) {
    // A client gives up at once after 501; other statuses it tries again.
    const why = error instanceof WireFault ? error.message : `the simulation failed: ${String(error)}`;
    response.writeHead(501).end(`This call is not answered in a simulation: ${why}.\n`);
  }
}

async function requestOf(message: IncomingMessage): Promise<WireRequest> {
  const { method = "GET", url = "/", headers } = message;
  return {
    method,
    url,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(",")])),
    body: (await buffer(message)).toString("base64"),
  };
}

async function answerTo(api: AwsApi, call: Parameters<AwsApi["call"]>[0]): Promise<WireAnswer> {
  try {
    return { value: await api.call(call, new AbortController().signal) };
  } catch (error) {
    if (!(error instanceof ApiCallError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}
