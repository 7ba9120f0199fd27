// Trails that a request names.
import { describedTrails } from "../../../../src/sandbox/services/answers/cloudtrail";
import { jsonClient } from "../../json-client";

const trails = ["one", "two", "three"].map((Name) => ({ Name, TrailARN: `arn:${Name}` }));
const describe = jsonClient(describedTrails(), {
  next: () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify({ trailList: trails })) }),
});

test("DescribeTrails describes the trails that are named, by name or ARN, and all if none is named", async () => {
  const named = await describe("DescribeTrails", { trailNameList: ["one", "arn:three"] });
  expect(named).toEqual({ trailList: [trails[0], trails[2]] });
  expect(await describe("DescribeTrails", {})).toEqual({ trailList: trails });
});
