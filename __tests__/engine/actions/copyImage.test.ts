import type { JsonObject } from "../../../src/document/json";
import { begin, callsOf, failureOf } from "./action-context";

const image = (State: string, more: JsonObject = {}): JsonObject => ({
  Images: [{ ImageId: "ami-1", State, ...more }],
});

describe("aws:copyImage", () => {
  it("copies the image into this Region and waits until it is available", async () => {
    const { platform, ended } = begin(
      "aws:copyImage",
      { SourceRegion: "us-east-1", SourceImageId: "ami-0", ImageName: "copy", Encrypted: true, KmsKeyId: "" },
      { api: { "ec2:CopyImage": () => ({ ImageId: "ami-1" }), "ec2:DescribeImages": () => image("available") } },
    );
    await expect(ended).resolves.toEqual({ outputs: { ImageId: "ami-1", ImageState: "available" } });
    expect(callsOf(platform, "ec2:CopyImage")).toEqual([
      { SourceRegion: "us-east-1", SourceImageId: "ami-0", Name: "copy", Encrypted: true },
    ]);
  });

  it("rejects a list as an image ID, even a list of one", async () => {
    const inputs = { SourceRegion: "us-east-1", SourceImageId: ["ami-0"], ImageName: "copy" };
    expect(await failureOf("aws:copyImage", inputs)).toMatchObject({ stage: "InputValidation" });
  });
});
