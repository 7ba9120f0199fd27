import type { JsonObject } from "../../../src/document/json";
import { begin, callsOf, failureOf, inTurn } from "./action-context";

const image = (State: string, more: JsonObject = {}): JsonObject => ({
  Images: [{ ImageId: "ami-1", State, ...more }],
});
const CREATE = { InstanceId: "i-1", ImageName: "backup" };

describe("aws:createImage", () => {
  it("waits until the image is available", async () => {
    const { platform, ended } = begin(
      "aws:createImage",
      { ...CREATE, ImageDescription: "", NoReboot: "true", BlockDeviceMappings: { DeviceName: "/dev/sda" } },
      {
        api: {
          "ec2:CreateImage": () => ({ ImageId: "ami-1" }),
          "ec2:DescribeImages": inTurn({ Images: [] }, image("pending"), image("available")),
        },
      },
    );
    await expect(ended).resolves.toEqual({ outputs: { ImageId: "ami-1", ImageState: "available" } });
    expect(callsOf(platform, "ec2:CreateImage")).toEqual([
      { InstanceId: "i-1", Name: "backup", NoReboot: true, BlockDeviceMappings: [{ DeviceName: "/dev/sda" }] },
    ]);
    expect(callsOf(platform, "ec2:DescribeImages")).toHaveLength(3);
  });

  it("fails with the state reason, and still outputs the image ID", async () => {
    const failure = await failureOf("aws:createImage", CREATE, {
      api: {
        "ec2:CreateImage": () => ({ ImageId: "ami-1" }),
        "ec2:DescribeImages": () => image("failed", { StateReason: { Message: "no snapshot" } }),
      },
    });
    expect(failure.message).toBe("Image ami-1 entered unexpected state: failed (no snapshot)");
    expect(failure.outputs).toEqual({ ImageId: "ami-1", ImageState: "failed" });
  });
});
