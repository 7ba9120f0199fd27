import { begin, executed, failureOf } from "./action-context";

describe("aws:createTags", () => {
  it("tags EC2 resources, with strings as values", async () => {
    const { platform, ended } = begin(
      "aws:createTags",
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
        "aws:createTags",
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

  it("rejects two Systems Manager parameters in one step", async () => {
    const inputs = { ResourceType: "Parameter", ResourceIds: ["a", "b"], Tags: [{ Key: "A", Value: "b" }] };
    expect(await failureOf("aws:createTags", inputs)).toMatchObject({
      message: "ResourceIds has 2 items; a Parameter is tagged alone",
      stage: "InputValidation",
    });
  });

  it("rejects an unknown resource type", async () => {
    const inputs = { ResourceType: "Bucket", ResourceIds: ["a"], Tags: [{ Key: "A", Value: "b" }] };
    expect(await executed("aws:createTags", inputs)).toMatchObject({
      FailureMessage: expect.stringContaining('ResourceType: "Bucket" is not one of EC2, ManagedInstance') as string,
      FailureDetails: { FailureStage: "InputValidation" },
    });
  });
});
