import { ConfigurationError } from "../../../src/diagnostics/errors";
import { readPlanJson } from "../../../src/rollout/review/plan-json";

const messageOf = (content: unknown): string => {
  try {
    readPlanJson(content, "member-app-dev");
    return "accepted";
  } catch (error) {
    return error instanceof ConfigurationError ? (error.problems[0]?.message ?? "") : "another error";
  }
};

describe("a JSON plan", () => {
  it.each<[string, unknown, string]>([
    ["a list", [], "Expected Terraform's JSON plan, found a list."],
    ["another JSON", { a: 1 }, "The JSON has no format_version, so it is not a plan of Terraform."],
    ["a later format", { format_version: "2.0" }, 'Its format_version is "2.0"; the review reads 1.x.'],
    ["a state", { format_version: "1.0", values: {} }, "It is a state and not a plan."],
    ["a plan", { format_version: "1.2" }, "accepted"],
  ])("%s", (_, content, message) => {
    expect(messageOf(content)).toBe(message);
  });

  it("names the place of what is unreadable", () => {
    expect(messageOf({ format_version: "1.2", resource_changes: [{ address: 1 }] })).toContain(
      "resource_changes.0.address",
    );
  });
});
