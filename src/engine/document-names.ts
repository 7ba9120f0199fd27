/** Names and ARNs of documents, as executions refer to them. */
import type { Location } from "./ports";

/** The beginnings of names that AWS keeps for its own documents. */
const RESERVED = /^(aws|amazon|amzn)/i;

export function isAmazonDocument(name: string): boolean {
  return RESERVED.test(name);
}

/** The ARN that permissions to start a document are about. The ARNs of Amazon's own documents have no account. */
export function definitionArn(
  { partition, region, accountId }: Location,
  name: string,
  version: string | undefined,
): string {
  const arn = name.startsWith("arn:")
    ? name.replace(":document/", ":automation-definition/")
    : `arn:${partition}:ssm:${region}:${isAmazonDocument(name) ? "" : accountId}:automation-definition/${name}`;
  return `${arn}:${version ?? "$DEFAULT"}`;
}
