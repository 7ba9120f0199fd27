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
  it("keeps the selector and the values to itself", async () => {
    const { platform, ended } = begin(
      "aws:assertAwsResourceProperty",
      inputs("$.State", ["on"]),
      answering({ State: "on" }),
    );
    await ended;
    expect(platform.calls[0]?.parameters).toEqual({ DBInstanceIdentifier: "db" });
  });

  it.each([
    ["a text", "on", ["off", "on"]],
    ["a number", 5, ["5"]],
    ["AWS's text of a Boolean", true, ["True"]],
    ["a Boolean itself", false, [false]],
    ["one value that is no list", "on", "on"],
    ["each of several values", ["on", "off"], ["off", "on"]],
  ] as const)("holds for %s", async (_what, value, desired) => {
    await expect(
      run("aws:assertAwsResourceProperty", inputs("$.State", desired), answering({ State: value })),
    ).resolves.toEqual({ outputs: {} });
  });

  it("says what the property is and what was wanted", async () => {
    const failure = await failureOf(
      "aws:assertAwsResourceProperty",
      inputs("$.State", ["on", 1]),
      answering({ State: "off" }),
    );
    expect(failure.message).toBe("The property $.State is off; desired values are [on, 1]");
    expect(failure.type).toBe("Verification");
  });

  it.each([
    ["nothing is there", "$.Other", { State: "on" }],
    ["the list is empty", "$.States", { States: [] }],
    ["one of several values is another", "$.Members[*].State", { Members: [{ State: "on" }, { State: "off" }] }],
    ["only the case differs", "$.State", { State: "ON" }],
  ] as const)("fails where %s", async (_what, selector, response) => {
    await failureOf("aws:assertAwsResourceProperty", inputs(selector, ["on"]), answering(response));
  });
});
