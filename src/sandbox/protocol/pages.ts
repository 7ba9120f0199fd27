/**
 * Pages of a list as Systems Manager gives them: `MaxResults` and `NextToken`. A token names the last item that was given,
 * so that what is added at the front between two pages neither repeats nor hides an item, and it is good only for the
 * query that it came from.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { AwsError } from "./aws-error";

interface PageInput {
  /** Within its bounds already: see constraints.ts. */
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface PageOptions<T> {
  /** Items on a page where the caller does not say. */
  readonly defaultSize: number;
  /** What tells an item from all others of the list. */
  readonly keyOf: (item: T) => string;
  /** What the list was asked for with: operation, account, Region, filters. Everything but the page members. */
  readonly query: readonly unknown[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Undefined on the last page. */
  readonly NextToken: string | undefined;
}

const tokenContent = z.strictObject({ after: z.string(), query: z.string() });

/** @throws AwsError InvalidNextToken for a token that was never given, or given for another query. */
export function page<T>(all: readonly T[], input: PageInput, options: PageOptions<T>): Page<T> {
  const { keyOf, defaultSize } = options;
  const query = createHash("sha256").update(JSON.stringify(options.query)).digest("base64url");
  const start = input.NextToken === undefined ? 0 : startOf(input.NextToken, query, all, keyOf);
  const items = all.slice(start, start + (input.MaxResults ?? defaultSize));
  const last = items.at(-1);
  const isLastPage = last === undefined || start + items.length >= all.length;
  return { items, NextToken: isLastPage ? undefined : encode({ after: keyOf(last), query }) };
}

function startOf<T>(token: string, query: string, all: readonly T[], keyOf: (item: T) => string): number {
  const content = decode(token);
  const last = content?.query === query ? all.findIndex((item) => keyOf(item) === content.after) : -1;
  if (last < 0) throw new AwsError("InvalidNextToken", "The specified token is not valid.");
  return last + 1;
}

function encode(content: z.infer<typeof tokenContent>): string {
  return Buffer.from(JSON.stringify(content)).toString("base64");
}

function decode(token: string): z.infer<typeof tokenContent> | undefined {
  try {
    return tokenContent.safeParse(JSON.parse(Buffer.from(token, "base64").toString())).data;
  } catch {
    return undefined;
  }
}
