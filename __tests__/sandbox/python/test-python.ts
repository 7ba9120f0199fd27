/** Python workers for a test, a short way to run a script in them, and a host that sees who is still there. */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json } from "../../../src/document/json";
import type { ScriptCall } from "../../../src/engine/ports";
import type { ScriptSession } from "../../../src/sandbox/python/session";
import { startPython, type Python, type PythonOptions } from "../../../src/sandbox/python/start";
import { findBoto } from "../../../src/tools/boto";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A signal that is never aborted. */
export function never(): AbortSignal {
  return new AbortController().signal;
}

export interface TestPython {
  readonly python: Python;
  /** What was logged. */
  readonly lines: readonly string[];
  /** Runs `handler` of a script. */
  readonly run: (script: string, options?: RunOptions) => Promise<Json>;
}

interface RunOptions extends Partial<ScriptCall> {
  readonly session?: ScriptSession;
  readonly signal?: AbortSignal;
}

/** Workers that are stopped after the test. */
export async function testPython(moto: string, options: Partial<PythonOptions> = {}): Promise<TestPython> {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const python = startPython({
    python: await findBoto({ env: process.env, log, moto: { command: moto } }),
    endpoint: undefined,
    env: process.env,
    log,
    ...options,
  });
  cleanups.push(() => python.stop());
  return {
    python,
    lines,
    run: (script, { session, signal = never(), ...call } = {}) =>
      python
        .scripts(session)
        .run({ runtime: "python3.11", handler: "handler", script, payload: {}, context: {}, ...call }, signal),
  };
}

export async function temporaryFolder(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, "fleetbook-test-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Lighthouse {
  readonly payload: { readonly port: number };
  /** In a sandbox's place: scripts reach nothing else. */
  readonly endpoint: string;
  /** The next connection. */
  visitor(): Promise<Socket>;
}

/** A host on loopback: as long as a process lives that connects to it, the connection does. */
export async function startLighthouse(): Promise<Lighthouse> {
  const arrived: Socket[] = [];
  const server = createServer((socket) => {
    // A process that is killed may reset its connections.
    socket.on("error", () => undefined).resume();
    arrived.push(socket);
    server.emit("arrival");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return {
    payload: { port },
    endpoint: `http://127.0.0.1:${String(port)}`,
    async visitor() {
      if (arrived.length === 0) await once(server, "arrival");
      return arrived.shift() as Socket;
    },
  };
}

/** Settles when the other end is gone. */
export async function gone(visitor: Socket): Promise<void> {
  if (!visitor.destroyed) await once(visitor, "close");
}
