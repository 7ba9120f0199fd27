import type { Json, JsonObject } from "../../../src/document/json";
import { begin, callsOf, inTurn, run } from "./action-context";

const inputs = (PropertySelector: string, DesiredValues: Json) => ({
  Service: "rds",
  Api: "DescribeDBInstances",
  DBInstanceIdentifier: "db",
  PropertySelector,
  DesiredValues,
});
const answering = (...answers: readonly JsonObject[]) => ({
  api: { "rds:DescribeDBInstances": inTurn(...answers) },
});

describe("aws:waitForAwsResourceProperty", () => {
  it("polls until the property has a desired value", async () => {
    const { platform, ended } = begin(
      "aws:waitForAwsResourceProperty",
      inputs("$.State", ["on"]),
      answering({}, { State: "off" }, { State: "on" }),
    );
    await expect(ended).resolves.toEqual({ outputs: {} });
    expect(platform.calls).toHaveLength(3);
  });

  it("polls with growing pauses of at most 15 seconds", async () => {
    const times: number[] = [];
    const { platform, stop, ended } = begin("aws:waitForAwsResourceProperty", inputs("$.State", ["on"]), {
      api: {
        "rds:DescribeDBInstances": async () => {
          await Promise.resolve();
          times.push(platform.clock.now().getTime());
          if (times.length === 7) stop(new Error("enough"));
          return {};
        },
      },
    });
    await expect(ended).rejects.toThrow("enough");
    expect(times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000)).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it("stops polling when the step is stopped", async () => {
    const { platform, ended, stop } = begin("aws:waitForAwsResourceProperty", inputs("$.State", ["on"]), answering({}));
    stop(new Error("timed out"));
    await expect(ended).rejects.toThrow("timed out");
    expect(callsOf(platform, "rds:DescribeDBInstances").length).toBeLessThanOrEqual(1);
  });

  it("fails if the API fails", async () => {
    await expect(run("aws:waitForAwsResourceProperty", inputs("$.State", ["on"]))).rejects.toMatchObject({
      name: "ApiCallError",
    });
  });
});
