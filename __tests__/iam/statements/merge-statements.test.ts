import { mergeStatements } from "../../../src/iam/statements/merge-statements";

const everywhere = { resources: ["*"] };

describe("Merged statements", () => {
  it("that differ in their actions alone become one", () => {
    expect(
      mergeStatements([
        { actions: ["ec2:B"], resources: ["r"] },
        { actions: ["ec2:A"], resources: ["r"] },
      ]),
    ).toEqual([{ actions: ["ec2:A", "ec2:B"], resources: ["r"] }]);
  });

  it("that differ in their resources alone become one", () => {
    expect(
      mergeStatements([
        { actions: ["ec2:A"], resources: ["s"] },
        { actions: ["ec2:A"], resources: ["r"] },
      ]),
    ).toEqual([{ actions: ["ec2:A"], resources: ["r", "s"] }]);
  });

  it("allow an action on * once, with its first reason", () => {
    expect(
      mergeStatements([
        { ...everywhere, actions: ["ec2:A", "ec2:B"], because: "first" },
        { ...everywhere, actions: ["ec2:B", "ec2:C"], because: "second" },
        { ...everywhere, actions: ["ec2:A"], because: "third" },
      ]),
    ).toEqual([
      { ...everywhere, actions: ["ec2:A", "ec2:B"], because: "first" },
      { ...everywhere, actions: ["ec2:C"], because: "second" },
    ]);
  });

  it("keep an action apart that is allowed under another condition", () => {
    const conditions = { StringEquals: { "ec2:Owner": ["self"] } };
    expect(
      mergeStatements([
        { ...everywhere, actions: ["ec2:A"] },
        { ...everywhere, actions: ["ec2:A"], conditions },
      ]),
    ).toHaveLength(2);
  });
});
