/** Names of Amazon's documents that are similar to a name which AWS does not know. */
import { ListDocumentsCommand, SSMServiceException, type SSMClient } from "@aws-sdk/client-ssm";
import { didYouMean } from "../diagnostics/did-you-mean";

/** Pages of 50 names that are read at most. */
const MOST_PAGES = 40;

/** The remedy for a name that AWS does not know. */
export async function similarNames(ssm: Pick<SSMClient, "send">, name: string): Promise<string> {
  const otherwise = "`aws ssm list-documents --filters Key=Owner,Values=Amazon` lists Amazon's documents.";
  try {
    return didYouMean(name, await namesLike(ssm, name), otherwise);
  } catch (error) {
    if (error instanceof SSMServiceException) return otherwise;
    throw error;
  }
}

/** Names with the same beginning, `AWS-` or `AWSSupport-`, if there are any. */
async function namesLike(ssm: Pick<SSMClient, "send">, name: string): Promise<readonly string[]> {
  const beginning = /^[a-z0-9]+-/i.exec(name)?.[0] ?? "AWS";
  const found: string[] = [];
  let NextToken: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const answer = await ssm.send(
      new ListDocumentsCommand({
        Filters: [
          { Key: "Owner", Values: ["Amazon"] },
          { Key: "Name", Values: [beginning] },
        ],
        MaxResults: 50,
        NextToken,
      }),
    );
    found.push(...(answer.DocumentIdentifiers ?? []).flatMap(({ Name = [] }) => Name));
    NextToken = answer.NextToken || undefined;
    if (NextToken === undefined) break;
  }
  return found;
}
