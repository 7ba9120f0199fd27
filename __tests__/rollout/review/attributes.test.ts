import { topLevel } from "../../../src/rollout/review/attributes";

describe("the top-level attribute of a path", () => {
  it("is what comes before the first element or member, also if a key has several lines", () => {
    expect(topLevel("description")).toBe("description");
    expect(topLevel("ingress[0].cidr_blocks")).toBe("ingress");
    expect(topLevel("tags.first\nsecond")).toBe("tags");
  });
});
