import {
  AddTagsToResourceCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
  type ResourceTypeForTagging,
} from "@aws-sdk/client-ssm";
import { associated, SIMPLE, TARGETED } from "./world";

async function tagged() {
  const { client, named } = await associated({ ...TARGETED, Tags: [{ Key: "owner", Value: "platform" }] });
  const resource = { ResourceType: "Association" as ResourceTypeForTagging, ResourceId: named.AssociationId };
  return {
    client,
    resource,
    tags: async () => (await client.send(new ListTagsForResourceCommand(resource))).TagList,
  };
}

describe("the tags of an association", () => {
  it("are those that it was made with", async () => {
    const { tags } = await tagged();
    expect(await tags()).toEqual([{ Key: "owner", Value: "platform" }]);
  });

  it("are added, replaced and taken away", async () => {
    const { client, resource, tags } = await tagged();
    const Tags = [
      { Key: "owner", Value: "security" },
      { Key: "stage", Value: "prod" },
    ];
    await client.send(new AddTagsToResourceCommand({ ...resource, Tags }));
    expect(await tags()).toEqual(Tags);
    await client.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ["owner", "unknown"] }));
    expect(await tags()).toEqual([{ Key: "stage", Value: "prod" }]);
  });

  it("are 50 at most, and none is AWS's own", async () => {
    const { client, resource, tags } = await tagged();
    const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${String(index)}`, Value: "" }));
    await expect(client.send(new AddTagsToResourceCommand({ ...resource, Tags }))).rejects.toMatchObject({
      name: "TooManyTagsError",
    });
    const own = new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: "AWS:x", Value: "" }] });
    await expect(client.send(own)).rejects.toMatchObject({ name: "ValidationException" });
    expect(await tags()).toHaveLength(1);
  });

  it("need the association to be there", async () => {
    const { client } = await associated(SIMPLE);
    const command = new ListTagsForResourceCommand({ ResourceType: "Association", ResourceId: "unknown" });
    await expect(client.send(command)).rejects.toMatchObject({ name: "InvalidResourceId" });
  });

  it("are no concern of other resources: those go on to whoever keeps them", async () => {
    const { client, resource } = await tagged();
    const command = new ListTagsForResourceCommand({ ...resource, ResourceType: "Document" });
    // In these tests nobody is next.
    await expect(client.send(command)).rejects.toMatchObject({ name: "NotImplemented" });
  });
});
