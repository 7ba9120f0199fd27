/**
 * Pages of a list as Systems Manager returns them: `MaxResults` and `NextToken`. A token identifies the last item of its
 * page, so items that are added at the front between two pages do not repeat or hide others. A token is valid only for the
 * query that returned it.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { AwsError } from "./aws-error";

interface PageInput {
  /** Already checked against its bounds: see constraints.ts. */
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface PageOptions<T> {
  /** Items on a page if the caller does not set MaxResults. */
  readonly defaultSize: number;
  /** A key that is unique in the list. */
  readonly keyOf: (item: T) => string;
  /** The query: operation, account, Region, filters. Everything except MaxResults and NextToken. */
  readonly query: readonly unknown[];
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Undefined on the last page. */
  readonly NextToken: string | undefined;
}

const tokenContent = z.strictObject({ after: z.string(), query: z.string() });

/** @throws AwsError InvalidNextToken for a token that was never returned, or was returned for another query. */
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
