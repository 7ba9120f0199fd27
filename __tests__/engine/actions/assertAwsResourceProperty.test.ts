import type { Json, JsonObject } from "../../../src/document/json";
import { begin, failureOf, inTurn, run } from "./action-context";

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

describe("aws:assertAwsResourceProperty", () => {
  it("does not pass the selector and the values to the API", async () => {
    const { platform, ended } = begin(
      "aws:assertAwsResourceProperty",
      inputs("$.State", ["on"]),
      answering({ State: "on" }),
    );
    await ended;
    expect(platform.calls[0]?.parameters).toEqual({ DBInstanceIdentifier: "db" });
  });

  it.each([
    ["a string", "on", ["off", "on"]],
    ["a number", 5, ["5"]],
    ["AWS's string for a Boolean", true, ["True"]],
    ["a Boolean itself", false, [false]],
    ["a single value that is not a list", "on", "on"],
    ["each of several values", ["on", "off"], ["off", "on"]],
  ] as const)("holds for %s", async (_what, value, desired) => {
    await expect(
      run("aws:assertAwsResourceProperty", inputs("$.State", desired), answering({ State: value })),
    ).resolves.toEqual({ outputs: {} });
  });

  it("fails with the actual and the desired values", async () => {
    const failure = await failureOf(
      "aws:assertAwsResourceProperty",
      inputs("$.State", ["on", 1]),
      answering({ State: "off" }),
    );
    expect(failure.message).toBe("The property $.State is off; desired values are [on, 1]");
    expect(failure.type).toBe("Verification");
  });

  it.each([
    ["there is no value", "$.Other", { State: "on" }],
    ["the list is empty", "$.States", { States: [] }],
    [
      "one of several values is not a desired value",
      "$.Members[*].State",
      { Members: [{ State: "on" }, { State: "off" }] },
    ],
    ["only the case differs", "$.State", { State: "ON" }],
  ] as const)("fails where %s", async (_what, selector, response) => {
    await failureOf("aws:assertAwsResourceProperty", inputs(selector, ["on"]), answering(response));
  });
});
