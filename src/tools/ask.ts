/** One HTTP request, through the proxy of the environment. A redirect is not followed: it may lead to a host that nobody chose. */
import { request as requestOverHttp } from "node:http";
import { request as requestOverHttps } from "node:https";
import { httpsAgent } from "./proxy";

export interface AskOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the whole answer. */
  readonly timeoutSeconds: number;
}

export interface Answer {
  readonly status: number;
  /** Where it redirects to. */
  readonly location: string | undefined;
  readonly body: Uint8Array;
}

/** @throws Error if there is no answer, with the reason as its message */
export async function ask(
  method: "GET" | "HEAD",
  address: string,
  { env, headers = {}, timeoutSeconds }: AskOptions,
): Promise<Answer> {
  const isPlain = new URL(address).protocol === "http:";
  const agent = isPlain ? undefined : httpsAgent(env, {});
  const signal = AbortSignal.timeout(timeoutSeconds * 1000);
  try {
    return await new Promise((resolve, reject) => {
      (isPlain ? requestOverHttp : requestOverHttps)(address, { method, headers, signal, ...(agent && { agent }) })
        .once("error", reject)
        .once("response", (response) => {
          const parts: Buffer[] = [];
          const { statusCode: status = 0 } = response;
          response
            .on("data", (part: Buffer) => parts.push(part))
            .once("error", reject)
            .once("end", () => {
              resolve({ status, location: response.headers.location, body: Buffer.concat(parts) });
            });
        })
        .end();
    });
  } catch (error) {
    throw signal.aborted ? new Error(`it took longer than ${timeoutSeconds} s`, { cause: error }) : error;
  } finally {
    agent?.destroy();
  }
}
