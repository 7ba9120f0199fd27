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

describe("The tags of an association", () => {
  it("are those of its creation", async () => {
    const { tags } = await tagged();
    expect(await tags()).toEqual([{ Key: "owner", Value: "platform" }]);
  });

  it("can be added, replaced and removed", async () => {
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

  it("are limited to 50, and cannot have the reserved prefix aws:", async () => {
    const { client, resource, tags } = await tagged();
    const Tags = Array.from({ length: 50 }, (_, index) => ({ Key: `key-${String(index)}`, Value: "" }));
    await expect(client.send(new AddTagsToResourceCommand({ ...resource, Tags }))).rejects.toMatchObject({
      name: "TooManyTagsError",
    });
    const own = new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: "AWS:x", Value: "" }] });
    await expect(client.send(own)).rejects.toMatchObject({ name: "ValidationException" });
    expect(await tags()).toHaveLength(1);
  });

  it("are refused with InvalidResourceId if the association does not exist", async () => {
    const { client } = await associated(SIMPLE);
    const command = new ListTagsForResourceCommand({ ResourceType: "Association", ResourceId: "unknown" });
    await expect(client.send(command)).rejects.toMatchObject({ name: "InvalidResourceId" });
  });

  it("are separate from the tags of other resources, whose requests go to the next layer", async () => {
    const { client, resource } = await tagged();
    const command = new ListTagsForResourceCommand({ ...resource, ResourceType: "Document" });
    // There is no next layer in these tests.
    await expect(client.send(command)).rejects.toMatchObject({ name: "NotImplemented" });
  });
});
