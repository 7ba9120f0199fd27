/** AWS on a bad day: a proxy before the sandbox that throttles calls, and loses calls and answers. */
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `lost`: the connection is cut before AWS gets the call; `answer-lost`: after AWS has answered. */
export type Fault = "throttled" | "lost" | "answer-lost";

export interface Interference {
  readonly endpoint: string;
  /** Calls that came, and those of them that went wrong. */
  readonly calls: Readonly<Record<"all" | Fault, number>>;
  stop(): void;
}

/**
 * @param faultAt what happens to a call, by its number from 1
 * @param onAnswered is told when an answer has been passed on
 */
export async function startInterference(
  endpoint: string,
  faultAt: (call: number) => Fault | undefined,
  onAnswered: (call: number) => void = () => undefined,
): Promise<Interference> {
  const calls = { all: 0, throttled: 0, lost: 0, "answer-lost": 0 };
  const server = createServer((incoming, outgoing) => {
    const call = (calls.all += 1);
    const fault = faultAt(call);
    if (fault !== undefined) calls[fault] += 1;
    if (fault === "throttled") {
      incoming.resume().on("end", () => refuse(incoming, outgoing));
      return;
    }
    if (fault === "lost") {
      incoming.socket.destroy();
      return;
    }
    const { method, url = "/", headers } = incoming;
    const forwarded = request(new URL(url, endpoint), { method, headers }, (answer) => {
      if (fault === "answer-lost") {
        answer.resume().on("end", () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing).on("finish", () => onAnswered(call));
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function refuse({ headers }: IncomingMessage, outgoing: ServerResponse): void {
  if (headers["x-amz-target"] !== undefined) {
    const body = JSON.stringify({ __type: "ThrottlingException", message: "Rate exceeded" });
    outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.1" }).end(body);
    return;
  }
  const error = "<Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>";
  const body = `<ErrorResponse>${error}</ErrorResponse>`;
  outgoing.writeHead(400, { "content-type": "text/xml" }).end(body);
}
