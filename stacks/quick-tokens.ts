/**
 * Makes cdktf's tokens cheap without changing what is synthesized. cdktf takes an unlimited stack trace for each token, and it
 * searches every key and string of a stack for tokens three times, with several regular expressions each.
 */
import { Tokenization, type ResolveOptions } from "cdktf";

/** In every string that stands for a token, a list of tokens or a map of tokens, and in cdktf's values of such a map. */
const MARK = "Token";

/** In every string that has the number of a token in it: such a number is about -1.9e+289. */
const NUMBER_MARK = "e+";

/** What is replaced, of cdktf and of JavaScript. Neither function needs a `this`. */
const cdktf: { resolve: (value: unknown, options: ResolveOptions) => unknown } = Tokenization;
const traces: { captureStackTrace: (target: object, below?: () => unknown) => void } = Error;

let areQuick = false;

/** Whether this runs within `withQuickTokens`, where every search for tokens sees references to other stacks. */
export function tokensAreQuick(): boolean {
  return areQuick;
}

/**
 * Runs `synthesize`, which builds an app and synthesizes it. With `DEBUG`, tokens keep their stack traces: cdktf prints them with
 * an error that occurs when a token is resolved.
 */
export function withQuickTokens<T>(synthesize: () => T): T {
  const { captureStackTrace } = traces;
  const { resolve } = cdktf;
  if (!process.env.DEBUG) {
    // Other stack traces stay, among them those of warnings, which are in the manifest.
    traces.captureStackTrace = (target, below) => {
      if (below?.name !== "captureStackTrace") captureStackTrace(target, below);
    };
  }
  cdktf.resolve = (value, { scope, resolver }) => {
    const options = { scope, resolver, preparing: true };
    try {
      return resolved(value, (part) => resolve(part, options));
    } catch {
      // The error again, but with the place in the whole value.
      return resolve(value, options);
    }
  };
  areQuick = true;
  try {
    return synthesize();
  } finally {
    traces.captureStackTrace = captureStackTrace;
    cdktf.resolve = resolve;
    areQuick = false;
  }
}

/** The value as cdktf resolves it. cdktf gets only the parts that may be tokens, or that it refuses. */
function resolved(value: unknown, byCdktf: (part: unknown) => unknown): unknown {
  switch (typeof value) {
    case "string":
      return mayBeToken(value) || value.includes(NUMBER_MARK) ? byCdktf(value) : value;
    case "number":
      return mayBeToken(value) ? byCdktf(value) : value;
    case "object":
      if (value === null) return value;
      return Array.isArray(value) ? resolvedList(value, byCdktf) : resolvedObject(value, byCdktf);
    case "function":
      return byCdktf(value);
    default:
      return value;
  }
}

function resolvedList(list: readonly unknown[], byCdktf: (part: unknown) => unknown): unknown {
  const result: unknown[] = [];
  for (const item of list) {
    if (mayBeToken(item)) return byCdktf(list);
    const found = resolved(item, byCdktf);
    if (found !== undefined) result.push(found);
  }
  return result;
}

function resolvedObject(object: object, byCdktf: (part: unknown) => unknown): unknown {
  const prototype: unknown = Object.getPrototypeOf(object);
  const isPlain = prototype === Object.prototype || prototype === null;
  if (!isPlain || "resolve" in object) return byCdktf(object);
  const content = object as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(content)) {
    if (mayBeToken(key)) return byCdktf(object);
    const found = resolved(content[key], byCdktf);
    if (found !== undefined) result[key] = found;
  }
  return result;
}

/** Numbers of tokens are negative, and so is cdktf's value of a map of numbers. */
function mayBeToken(value: unknown): boolean {
  return typeof value === "string" ? value.includes(MARK) : typeof value === "number" && value < 0;
}
