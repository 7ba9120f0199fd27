import { ApiCallError } from "../../../src/engine/errors";
import type { JsonObject } from "../../../src/document/json";
import { begin, failureOf, run } from "./action-context";

const image = (State: string, more: JsonObject = {}): JsonObject => ({
  Images: [{ ImageId: "ami-1", State, ...more }],
});

describe("aws:deleteImage", () => {
  const devices = {
    BlockDeviceMappings: [
      { Ebs: { SnapshotId: "snap-1" } },
      { VirtualName: "ephemeral0" },
      { Ebs: { SnapshotId: "snap-2" } },
      { Ebs: { SnapshotId: "snap-1" } },
    ],
  };
  const api = (deleteSnapshot: (parameters: JsonObject) => JsonObject) => ({
    "ec2:DescribeImages": () => image("available", devices),
    "ec2:DeregisterImage": () => ({}),
    "ec2:DeleteSnapshot": deleteSnapshot,
  });
  const refusing = (code: string) => (): never => {
    throw new ApiCallError(code, "no", "DeleteSnapshot");
  };

  it("deregisters the image and then deletes each snapshot once", async () => {
    const { platform, ended } = begin("aws:deleteImage", { ImageId: "ami-1" }, { api: api(() => ({})) });
    await expect(ended).resolves.toEqual({ outputs: {} });
    expect(platform.calls.slice(1).map(({ name, parameters }) => [name, ...Object.values(parameters)])).toEqual([
      ["ec2:DeregisterImage", "ami-1"],
      ["ec2:DeleteSnapshot", "snap-1"],
      ["ec2:DeleteSnapshot", "snap-2"],
    ]);
  });

  it("ignores that another image uses a snapshot, and fails for any other error", async () => {
    await expect(
      run("aws:deleteImage", { ImageId: "ami-1" }, { api: api(refusing("InvalidSnapshot.InUse")) }),
    ).resolves.toBeDefined();
    await expect(
      run("aws:deleteImage", { ImageId: "ami-1" }, { api: api(refusing("UnauthorizedOperation")) }),
    ).rejects.toThrow(ApiCallError);
  });

  it("fails if the image does not exist", async () => {
    const failure = await failureOf(
      "aws:deleteImage",
      { ImageId: "ami-1" },
      { api: { "ec2:DescribeImages": () => ({}) } },
    );
    expect(failure.message).toBe("The image ami-1 does not exist");
  });
});
