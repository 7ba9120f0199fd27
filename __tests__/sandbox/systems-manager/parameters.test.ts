// What Parameter Store refuses to keep.
import { parameterLimits } from "../../../src/sandbox/systems-manager/parameters";
import { jsonClient } from "../json-client";

const put = (input: object) => jsonClient(parameterLimits())("PutParameter", { Name: "/a", Value: "x", ...input });
const kept = { code: "HandedOn" };

describe("a parameter", () => {
  it.each([
    ["a name with a space", { Name: "/a b" }, "ValidationException"],
    ["a level without a name", { Name: "/a//b" }, "ValidationException"],
    ["a path that does not begin with a slash", { Name: "a/b" }, "ValidationException"],
    ["a name of more than 1,011 characters", { Name: "a".repeat(1012) }, "ValidationException"],
    ["sixteen levels", { Name: "/a".repeat(16) }, "HierarchyLevelLimitExceededException"],
    ["more than 4 KB", { Value: "x".repeat(4097) }, "ValidationException"],
    ["more than 4 KB in bytes", { Value: "é".repeat(2049) }, "ValidationException"],
    ["more than 8 KB in the advanced tier", { Value: "x".repeat(8193), Tier: "Advanced" }, "ValidationException"],
    ["a value that its pattern does not match", { AllowedPattern: "^\\d+$" }, "ParameterPatternMismatchException"],
    ["a pattern that is none", { AllowedPattern: "(" }, "InvalidAllowedPatternException"],
  ])("is refused with %s", async (_, input, code) => {
    await expect(put(input)).rejects.toMatchObject({ code });
  });

  it.each([
    ["fifteen levels", { Name: "/a".repeat(15) }],
    ["a name without a slash", { Name: "a.b-c_1" }],
    ["4 KB", { Value: "x".repeat(4096) }],
    ["8 KB in the advanced tier", { Value: "x".repeat(8192), Tier: "Advanced" }],
    ["8 KB in the tier that changes by itself", { Value: "x".repeat(8192), Tier: "Intelligent-Tiering" }],
    ["a value that its pattern matches", { Value: "12", AllowedPattern: "\\d+" }],
  ])("is kept with %s", async (_, input) => {
    await expect(put(input)).rejects.toMatchObject(kept);
  });
});
