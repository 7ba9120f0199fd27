// Documents that AWS runs, with what AWS's guide says about them.
import type { Json } from "../../src/document/json";
import { caseDocument } from "../fixtures/published-case";
import { run } from "./run-document";

describe("step outputs of another type", () => {
  const returned = {
    ...{ i: 7, b: true, s: "x", n: "42", t: "true", l1: ["one"], li: [5], lb: [true] },
    ...{ m: { a: 1 }, lm: [{ a: 1 }], f: 1.5, l2: ["a", "b"] },
  };

  it("are converted as AWS's guide says", async () => {
    const { status, step } = await run(caseDocument("conversions"), { scripts: () => returned });
    expect(status).toBe("Success");
    expect(step("get").Outputs).toEqual({
      Payload: expect.anything() as Json,
      IntToString: ["7"],
      BoolToString: ["true"],
      StringToList: ["x"],
      StringToInt: ["42"],
      StringToBool: ["true"],
      IntToList: ["7"],
      BoolToList: ["true"],
      List1ToString: ["one"],
      ListIntToInt: ["5"],
      ListBoolToBool: ["true"],
      ListIntToString: ["5"],
      Map: ['{"a":1}'],
      Maps: ['{"a":1}'],
    });
  });
});

describe("selectors of Amazon's runbooks", () => {
  const type = { Type: "String" };

  it("are resolved in outputs and in PropertySelector, and the one hit of a filter is a String", async () => {
    const { status, step } = await run(caseDocument("selectors"), {
      api: {
        "ssm:GetParameters": () => ({ Parameters: [{ Name: "/case/one", Value: "1", ...type }] }),
        "ssm:GetParameter": () => ({ Parameter: type }),
      },
      scripts: () => ({ Outputs: { "build.ImageId": ["ami-1"] } }),
    });
    expect(status).toBe("Success");
    expect(step("ask").Outputs).toMatchObject({
      WithoutDollar: ["/case/one"],
      FilterOfOne: ["/case/one"],
      DotBeforeBracket: ["1"],
      WithoutType: ["1"],
    });
    expect(step("answer").Outputs).toMatchObject({ QuotedKeyAfterDot: ["ami-1"] });
  });
});
