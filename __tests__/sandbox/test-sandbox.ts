/** One real sandbox for a test file, and AWS's own clients to talk to it with. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AmazonDocuments } from "../../src/amazon/document";
import type { Fleet } from "../../src/fleet/model";
import type { Credentials } from "../../src/sandbox/identities/principals";
import type { LateOptions } from "../../src/sandbox/late/late-services";
import { startSandbox, type Sandbox } from "../../src/sandbox/lifecycle/start";
import { PASSING_STATE_VARIABLE } from "../../src/sandbox/services/passing-states";
import { exampleFleet, HOME_REGION } from "./example-fleet";

/** Short enough to wait for. */
const PASSING_SECONDS = 0.2;

interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
}

export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** A client with the credentials of an account's administrator. */
  client<T>(of: new (settings: ClientSettings) => T, account: string, region?: string): Promise<T>;
  /** A client with these credentials. */
  clientWith<T>(of: new (settings: ClientSettings) => T, credentials: Credentials, region?: string): T;
  end(): Promise<void>;
}

/** @param passingSeconds how long states between last, such as `pending` */
export async function startTestSandbox(
  moto: string,
  fleet: Fleet = exampleFleet(),
  amazonDocuments?: AmazonDocuments,
  passingSeconds = PASSING_SECONDS,
  late?: LateOptions,
): Promise<TestSandbox> {
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-test-"));
  const sandbox = await startSandbox({
    fleet,
    folder,
    moto: { command: moto },
    env: { ...process.env, [PASSING_STATE_VARIABLE]: String(passingSeconds) },
    amazonDocuments,
    late,
    log: () => undefined,
  });
  const clientWith: TestSandbox["clientWith"] = (Client, credentials, region = HOME_REGION) =>
    new Client({ endpoint: sandbox.endpoint, region, credentials });
  return {
    sandbox,
    folder,
    clientWith,
    client: async (Client, account, region) => clientWith(Client, await sandbox.credentials({ account }), region),
    async end() {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The error that a call fails with: its code, status and number of attempts. Fails if the call succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<{
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  readonly attempts: number | undefined;
}> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & {
      $metadata?: { httpStatusCode?: number; attempts?: number };
    };
    return { code: name, message, status: $metadata?.httpStatusCode, attempts: $metadata?.attempts };
  }
  throw new Error("The call succeeded; it should have failed.");
}
