/** The accounts that a document is shared with, from all pages of the answer. */
import { DescribeDocumentPermissionCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { AccountCalls } from "./account-calls";

export async function sharedWith<C extends { readonly ssm: SSMClient }>(
  calls: AccountCalls<C>,
  Name: string,
): Promise<readonly string[]> {
  const accountIds: string[] = [];
  const pages = calls.pages(({ ssm }, options, NextToken) =>
    ssm.send(
      new DescribeDocumentPermissionCommand({ Name, PermissionType: "Share", ...(NextToken && { NextToken }) }),
      options,
    ),
  );
  for await (const { AccountIds = [] } of pages) accountIds.push(...AccountIds);
  return accountIds;
}
