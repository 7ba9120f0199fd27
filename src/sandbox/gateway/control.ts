/**
 * The gateway's own paths, for the commands that talk to a sandbox in another process: `/_fleetbook/credentials` gives
 * credentials, `/_fleetbook/reload` takes changed files. They require the token in the sandbox's state file, which only its user can read.
 */
import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import { AwsError } from "../protocol/aws-error";
import { readBody } from "./read-request";
import type { AwsResponse } from "../protocol/message";
import type { Credentials } from "../identities/principals";

export const CREDENTIALS_PATH = "/_fleetbook/credentials";
export const RELOAD_PATH = "/_fleetbook/reload";
export const TOKEN_HEADER = "x-fleetbook-token";

/** What the path answers. */
export type CredentialsAnswer =
  | { readonly credentials: Credentials }
  /** A wrong request, in the form in which the commands report it. */
  | { readonly problems: readonly Problem[] };

const TRY_AGAIN = "Try again. If it fails again, start the sandbox anew.";

/** What the path of reloads answers. */
export type ReloadAnswer<Reloaded> =
  | { readonly reloaded: Reloaded }
  /** As of credentials. */
  | { readonly problems: readonly Problem[] };

export interface ControlOptions {
  readonly token: string;
  /** Takes the content of files over, which whoever has the token has read and checked. */
  readonly reload: (files: unknown) => Promise<object>;
  readonly credentials: (asked: { account?: string | undefined; role?: string | undefined }) => Promise<Credentials>;
}

export function controlHandler(options: ControlOptions): (message: IncomingMessage) => Promise<AwsResponse> {
  return async (message) => {
    if (!isToken(message.headers[TOKEN_HEADER], options.token)) return json(403, { problems: [] });
    const url = new URL(message.url ?? "/", "http://localhost");
    try {
      if (url.pathname === RELOAD_PATH && message.method === "POST") {
        const files: unknown = JSON.parse((await readBody(message)).toString());
        return json(200, { reloaded: await options.reload(files) });
      }
      if (url.pathname !== CREDENTIALS_PATH) return json(404, { problems: [] });
      const credentials = await options.credentials({
        account: url.searchParams.get("account") ?? undefined,
        role: url.searchParams.get("role") ?? undefined,
      });
      return json(200, { credentials });
    } catch (error) {
      if (error instanceof ConfigurationError) return json(400, { problems: error.problems });
      if (error instanceof AwsError)
        return json(error.status, { problems: [{ message: error.message, remedy: TRY_AGAIN }] });
      throw error;
    }
  };
}

function isToken(given: string | string[] | undefined, token: string): boolean {
  const bytes = Buffer.from(String(given ?? ""));
  const expected = Buffer.from(token);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

function json(status: number, answer: CredentialsAnswer | ReloadAnswer<object>): AwsResponse {
  return { status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(answer)) };
}
