/** Pages of a list with `MaxResults` and `NextToken`, as in Organizations. */
import { AwsError } from "../../protocol/aws-error";

/** The most items that Organizations returns in one answer. */
const LARGEST_PAGE = 20;

export interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface Page<T> {
  readonly items: T[];
  /** Undefined on the last page. */
  readonly NextToken: string | undefined;
}

/** @throws AwsError InvalidInputException for a page size out of bounds or a token that was never returned. */
export function page<T>(all: readonly T[], input: PageInput): Page<T> {
  const size = input.MaxResults ?? LARGEST_PAGE;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    throw new AwsError(
      "InvalidInputException",
      `You specified an invalid value for MaxResults: it must be between 1 and ${String(LARGEST_PAGE)}.`,
    );
  }
  const start = input.NextToken === undefined ? 0 : readToken(input.NextToken, all.length);
  const end = start + size;
  return {
    items: all.slice(start, end),
    NextToken: end < all.length ? Buffer.from(`from:${String(end)}`).toString("base64") : undefined,
  };
}

function readToken(token: string, length: number): number {
  const start = Number(/^from:(\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1]);
  if (Number.isInteger(start) && start < length) return start;
  throw new AwsError("InvalidInputException", "You provided an invalid NextToken.");
}
