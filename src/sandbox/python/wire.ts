/** The protocols of AWS's services, for clients that talk to this process instead of AWS: read and written in a Python process. */
import { join } from "node:path";
import type { JsonObject } from "../../document/json";
import type { ApiCall } from "../../engine/ports";
import type { BotoPython } from "../../tools/boto";
import { environmentOf } from "./environment";
import { PythonWorker, type WorkerMessage } from "./worker";

/** An HTTP request of a client; the body is in base64. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** In base64. */
  readonly body: string;
}

/** A response as boto3 has it, or AWS's error. */
export type WireAnswer =
  { readonly value: JsonObject } | { readonly error: { readonly code: string; readonly message: string } };

interface Message extends WorkerMessage {
  readonly call?: ApiCall;
  readonly response?: WireResponse;
  readonly fault?: string;
}

/** Why a request cannot be read or its answer cannot be written. */
export class WireFault extends Error {
  override readonly name = "WireFault";
}

export class Wire {
  readonly #worker: PythonWorker;

  constructor(python: BotoPython, env: NodeJS.ProcessEnv) {
    this.#worker = new PythonWorker({
      python: python.command,
      arguments: [join(__dirname, "wire_worker.py")],
      env: environmentOf(python, undefined, env),
    });
  }

  /** @throws WireFault */
  async read(request: WireRequest): Promise<ApiCall> {
    const { call, fault = "" } = await this.#ask({ request });
    if (call === undefined) throw new WireFault(fault);
    return call;
  }

  /** @throws WireFault */
  async write(request: WireRequest, answer: WireAnswer): Promise<WireResponse> {
    const { response, fault = "" } = await this.#ask({ answer: { request, ...answer } });
    if (response === undefined) throw new WireFault(fault);
    return response;
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  #ask(question: object): Promise<Message> {
    return this.#worker.ask(question, new AbortController().signal);
  }
}
