/** AWS when it is busy: a proxy before the sandbox that refuses three of ten calls, as AWS does when it throttles. */
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Throttling {
  readonly endpoint: string;
  /** Calls that came, and those of them that were refused. */
  readonly calls: { all: number; refused: number };
  stop(): void;
}

export async function startThrottling(endpoint: string): Promise<Throttling> {
  const calls = { all: 0, refused: 0 };
  const server = createServer((incoming, outgoing) => {
    calls.all += 1;
    // The first of these is the call that says who one is, which a person repeats.
    if (calls.all % 10 >= 2 && calls.all % 10 <= 4) {
      calls.refused += 1;
      incoming.resume().on("end", () => refuse(incoming, outgoing));
      return;
    }
    const { method, url = "/", headers } = incoming;
    const forwarded = request(new URL(url, endpoint), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
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
