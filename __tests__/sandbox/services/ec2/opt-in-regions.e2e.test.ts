import { DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { exampleFleet } from "../../example-fleet";
import { describeWith } from "../../../requires";
import { startTestSandbox, type TestSandbox } from "../../test-sandbox";

describeWith(["moto_server"], "The Regions of an account in the sandbox", (moto) => {
  let test: TestSandbox;
  beforeAll(async () => {
    const fleet = exampleFleet();
    test = await startTestSandbox(moto, { ...fleet, regions: [...fleet.regions, "eu-south-1"] });
  });
  afterAll(() => test.end());

  it("are enabled if the fleet has them, and others are not if they have to be enabled", async () => {
    const ec2 = await test.client(EC2Client, "app-dev");
    const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }));
    const statusOf = (name: string) => Regions.find(({ RegionName }) => RegionName === name)?.OptInStatus;
    expect(statusOf("eu-south-1")).toBe("opted-in");
    expect(statusOf("me-south-1")).toBe("not-opted-in");
    expect(statusOf("us-east-1")).toBe("opt-in-not-required");
  });
});
