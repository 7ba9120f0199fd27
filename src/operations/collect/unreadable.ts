/** Why something could not be read. The reason goes into the results, so that nothing is missing in silence. */
import { ConfigurationError } from "../../diagnostics/errors";
import type { UnreadReason, UnreadRecord } from "../results/schema";

/** AWS refuses to give something, or does not answer. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";

  constructor(
    readonly reason: UnreadReason,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** The reason, message and remedy as a record has them. */
export function unread(error: UnreadableError): Pick<UnreadRecord, "reason" | "message" | "remedy"> {
  const { reason, message, remedy } = error;
  return { reason, message, remedy };
}

/** Whether the same call can succeed later without a change at AWS's side. */
export function passes({ reason }: UnreadableError): boolean {
  return reason === "throttled" || reason === "credentials" || reason === "unreachable";
}

const AGAIN = "Run the same command again: it reads what is missing, and nothing else.";

const REMEDIES: Readonly<Record<UnreadReason, string>> = {
  "no-reader-role":
    "Deploy the account's member stack, and collect as a principal that `reader` in fleet.yaml names; the reader role trusts no other.",
  "access-denied":
    "Deploy the account's member stack again: its reader role has every permission that a collection needs.",
  throttled: AGAIN,
  expired: "AWS keeps executions and commands for 30 days. Collect a run before they have passed.",
  credentials: `Sign in again (aws sso login). ${AGAIN}`,
  unreachable: `Check the network, and AWS_ENDPOINT_URL if it is set. ${AGAIN}`,
  other: AGAIN,
};

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded/;
const DENIED = /^(AccessDenied|UnauthorizedOperation|UnauthorizedAccess|AccessDeniedException)/;
const GONE =
  /^(AutomationExecutionNotFound|InvocationDoesNotExist|InvalidCommandId|NoSuchKey|NoSuchBucket|ResourceNotFound)/;
const CREDENTIALS =
  /^(ExpiredToken|RequestExpired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure|CredentialsProviderError|TokenRefreshRequired|RequestTimeTooSkewed)/;
const UNREACHABLE = /ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|TimeoutError|NetworkingError/;

/** Of Node's errors that a client has wrapped, which leaves the message alone. */
const NO_CONNECTION = /\b(connect|getaddrinfo|read) E[A-Z_]+\b/;

/** Any error of an AWS client, classified. Errors of our own pass through. */
export function asUnreadable(error: unknown): UnreadableError {
  if (error instanceof UnreadableError) return error;
  // The only ones within a call: the caller's credentials cannot be renewed.
  if (error instanceof ConfigurationError) {
    const [problem] = error.problems;
    return new UnreadableError("credentials", problem?.message ?? error.message, `${problem?.remedy ?? ""} ${AGAIN}`);
  }
  const reason = reasonOf(error);
  return unreadableBecause(reason, messageOf(error));
}

export function unreadableBecause(reason: UnreadReason, message: string): UnreadableError {
  return new UnreadableError(reason, message, REMEDIES[reason]);
}

function reasonOf(error: unknown): UnreadReason {
  const { name = "", code = "" } = error as { readonly name?: string; readonly code?: unknown };
  const names = [name, String(code)];
  const is = (pattern: RegExp) => names.some((each) => pattern.test(each));
  if (is(THROTTLED)) return "throttled";
  if (is(DENIED)) return "access-denied";
  if (is(CREDENTIALS)) return "credentials";
  if (is(GONE)) return "expired";
  return is(UNREACHABLE) || NO_CONNECTION.test(messageOf(error)) ? "unreachable" : "other";
}

/** AWS's message on one line, with the name of the error. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes = error instanceof AggregateError && error.message === "" ? error.errors.map(messageOf).join(", ") : "";
  const text = (error.message || causes).replace(/\s+/g, " ").trim();
  return text === "" || text === error.name ? error.name : error.name === "Error" ? text : `${error.name}: ${text}`;
}
