import { InvalidDocument, SSMClient } from "@aws-sdk/client-ssm";
import { readDocument, restoreDocument, type DocumentAsItIs } from "../../../src/rollout/adoption/document";

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Readonly<Record<string, unknown>>;
}

function ssmWith(now: DocumentAsItIs | undefined) {
  const changes: unknown[] = [];
  const client = new SSMClient({ region: "eu-west-1", credentials: { accessKeyId: "a", secretAccessKey: "s" } });
  const answers: Readonly<Record<string, () => object>> = {
    DescribeDocument: () => {
      if (now === undefined) throw new InvalidDocument({ message: "none", $metadata: {} });
      return { Document: { DefaultVersion: now.defaultVersion, LatestVersion: now.latestVersion } };
    },
    DescribeDocumentPermission: () => ({ AccountIds: now?.sharedWith }),
    ListTagsForResource: () => ({ TagList: Object.entries(now?.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) }),
    ListDocumentVersions: () => ({
      DocumentVersions: Array.from({ length: Number(now?.latestVersion) }, (_, index) => ({
        DocumentVersion: String(index + 1),
      })),
    }),
  };
  client.send = ({ constructor, input }: Command) => {
    const name = constructor.name.replace(/Command$/, "");
    if (answers[name] === undefined) changes.push([name, input]);
    return Promise.resolve().then(() => answers[name]?.() ?? {});
  };
  return { client, changes };
}

const kept: DocumentAsItIs = {
  ...{ kind: "document", name: "check-os", region: "eu-west-1", defaultVersion: "1", latestVersion: "2" },
  ...{ sharedWith: ["111111111111"], tags: {} },
};

describe("a document", () => {
  it("is read with its versions, its sharing and its tags", async () => {
    expect(await readDocument(ssmWith(kept).client, "check-os", "eu-west-1")).toEqual(kept);
  });

  it("that does not exist is undefined", async () => {
    expect(await readDocument(ssmWith(undefined).client, "none", "eu-west-1")).toBeUndefined();
  });

  it("becomes what it was: its version runs again, newer ones are deleted, and it is shared as before", async () => {
    const { client, changes } = ssmWith({
      ...kept,
      ...{ defaultVersion: "4", latestVersion: "4", sharedWith: ["222222222222"], tags: { project: "fleetbook" } },
    });
    await restoreDocument(client, kept);
    const share = { Name: "check-os", PermissionType: "Share" };
    expect(changes).toEqual([
      ["UpdateDocumentDefaultVersion", { Name: "check-os", DocumentVersion: "1" }],
      ["DeleteDocument", { Name: "check-os", DocumentVersion: "3" }],
      ["DeleteDocument", { Name: "check-os", DocumentVersion: "4" }],
      ["ModifyDocumentPermission", { ...share, AccountIdsToRemove: ["222222222222"] }],
      ["ModifyDocumentPermission", { ...share, AccountIdsToAdd: ["111111111111"] }],
      ["RemoveTagsFromResource", { ResourceType: "Document", ResourceId: "check-os", TagKeys: ["project"] }],
    ]);
  });
});
