/** Settings that AWS's clients have in common here. */
import type { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";

/** Returns credentials, and new ones when they have expired. */
export type CredentialsProvider = ReturnType<typeof fromTemporaryCredentials>;

export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly retryMode: "adaptive";
  readonly maxAttempts: number;
  /** Clients of all accounts share the connections. */
  readonly requestHandler: {
    readonly httpAgent: HttpAgent;
    readonly httpsAgent: HttpsAgent;
    /** Milliseconds. */
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
  };
}
