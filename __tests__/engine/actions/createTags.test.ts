import { createTags } from "../../../src/engine/actions/createTags";
import { begin, failureOf } from "./action-context";

describe("aws:createTags", () => {
  it("tags EC2 resources, with texts for values", async () => {
    const { platform, ended } = begin(
      createTags,
      {
        ResourceIds: ["i-1", "vol-1"],
        Tags: [
          { Key: "Checked", Value: true },
          { Key: "Empty", Value: "" },
        ],
      },
      { api: { "ec2:CreateTags": () => ({}) } },
    );
    await expect(ended).resolves.toEqual({ outputs: {} });
    expect(platform.calls[0]?.parameters).toEqual({
      Resources: ["i-1", "vol-1"],
      Tags: [
        { Key: "Checked", Value: "true" },
        { Key: "Empty", Value: "" },
      ],
    });
  });

  it.each(["ManagedInstance", "MaintenanceWindow", "Parameter"])(
    "tags one %s through Systems Manager",
    async (type) => {
      const { platform, ended } = begin(
        createTags,
        { ResourceType: type, ResourceIds: ["one"], Tags: [{ Key: "A", Value: "b" }] },
        { api: { "ssm:AddTagsToResource": () => ({}) } },
      );
      await ended;
      expect(platform.calls[0]?.parameters).toEqual({
        ResourceType: type,
        ResourceId: "one",
        Tags: [{ Key: "A", Value: "b" }],
      });
    },
  );

  it.each([
    ["two parameters at once", "Parameter", ["a", "b"], "ResourceIds has 2 items; a Parameter is tagged alone"],
    ["a type that is unknown", "Bucket", ["a"], "ResourceType is Bucket"],
  ])("refuses %s", async (_what, ResourceType, ResourceIds, message) => {
    const failure = await failureOf(createTags, { ResourceType, ResourceIds, Tags: [{ Key: "A", Value: "b" }] });
    expect(failure.message).toContain(message);
    expect(failure.stage).toBe("InputValidation");
  });
});
