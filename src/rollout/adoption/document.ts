/** An SSM document as somebody else made it: reading what Terraform changes on it, and putting that back. */
import {
  AddTagsToResourceCommand,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  DescribeDocumentPermissionCommand,
  InvalidDocument,
  ListTagsForResourceCommand,
  ModifyDocumentPermissionCommand,
  paginateListDocumentVersions,
  RemoveTagsFromResourceCommand,
  UpdateDocumentDefaultVersionCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { z } from "zod";
import { tagChanges } from "./role";

export const documentFormat = z.object({
  kind: z.literal("document"),
  name: z.string(),
  region: z.string(),
  /** The version that runs: a version never changes. */
  defaultVersion: z.string(),
  latestVersion: z.string(),
  /** Ids of the accounts that it is shared with, or `all`. */
  sharedWith: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
});

export type DocumentAsItIs = z.infer<typeof documentFormat>;

/** AWS takes so many account ids in one call. */
const IDS_IN_A_CALL = 20;

/** Undefined if the account has no such document. */
export async function readDocument(ssm: SSMClient, name: string, region: string): Promise<DocumentAsItIs | undefined> {
  const described = await ssm.send(new DescribeDocumentCommand({ Name: name })).then(
    ({ Document }) => Document,
    (error: unknown) => {
      if (error instanceof InvalidDocument) return undefined;
      throw error;
    },
  );
  if (described === undefined) return undefined;
  const [sharedWith, { TagList = [] }] = await Promise.all([
    accountsOf(ssm, name),
    ssm.send(new ListTagsForResourceCommand({ ResourceType: "Document", ResourceId: name })),
  ]);
  return {
    ...{ kind: "document", name, region, sharedWith },
    defaultVersion: described.DefaultVersion ?? "1",
    latestVersion: described.LatestVersion ?? "1",
    tags: Object.fromEntries(TagList.map(({ Key = "", Value = "" }) => [Key, Value])),
  };
}

/** Ids of the accounts that a document is shared with, or `all`. */
export async function accountsOf(ssm: SSMClient, Name: string): Promise<string[]> {
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(
      new DescribeDocumentPermissionCommand({ Name, PermissionType: "Share", ...(NextToken && { NextToken }) }),
    );
    ids.push(...(page.AccountIds ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined && NextToken !== "");
  return ids;
}

/** Makes the document what it was; versions that are newer than those that it had are deleted. It may be repeated. */
export async function restoreDocument(ssm: SSMClient, kept: DocumentAsItIs): Promise<void> {
  const { name: Name, region, defaultVersion: DocumentVersion, latestVersion } = kept;
  const now = await readDocument(ssm, Name, region);
  if (now === undefined) throw new Error(`there is no document ${Name} in ${region} any more`);
  if (now.defaultVersion !== DocumentVersion) {
    await ssm.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion }));
  }
  for await (const { DocumentVersions = [] } of paginateListDocumentVersions({ client: ssm }, { Name })) {
    for (const { DocumentVersion: version = "" } of DocumentVersions) {
      if (Number(version) > Number(latestVersion))
        await ssm.send(new DeleteDocumentCommand({ Name, DocumentVersion: version }));
    }
  }
  const share = { Name, PermissionType: "Share" } as const;
  for (const ids of chunks(now.sharedWith.filter((id) => !kept.sharedWith.includes(id)))) {
    await ssm.send(new ModifyDocumentPermissionCommand({ ...share, AccountIdsToRemove: ids }));
  }
  for (const ids of chunks(kept.sharedWith.filter((id) => !now.sharedWith.includes(id)))) {
    await ssm.send(new ModifyDocumentPermissionCommand({ ...share, AccountIdsToAdd: ids }));
  }
  const resource = { ResourceType: "Document", ResourceId: Name } as const;
  const { gone, changed } = tagChanges(now.tags, kept.tags);
  if (gone.length > 0) await ssm.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: [...gone] }));
  if (changed.length > 0) await ssm.send(new AddTagsToResourceCommand({ ...resource, Tags: [...changed] }));
}

function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / IDS_IN_A_CALL);
  return Array.from({ length: count }, (_, index) => ids.slice(index * IDS_IN_A_CALL, (index + 1) * IDS_IN_A_CALL));
}
