import { sectionsOf } from "../../../src/rollout/review/sections";
import { reviewOf } from "../../../src/rollout/review/review";
import { planned, planOf } from "./plans";

const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "ec2:RebootInstances", Resource: "arn:aws:ec2:*:*:instance/i-1" }],
});
const added = planned({ type: "aws_iam_role_policy", after: { name: "Runbook-x", role: "old", policy: document } });
const role = (importing: object) => {
  const values = { name: "old", assume_role_policy: "{}" };
  return planned({ ...importing, actions: ["no-op"], before: values, after: values });
};
const titles = (...changes: readonly object[]) =>
  sectionsOf(reviewOf([planOf(changes)]))
    .filter(({ entries }) => JSON.stringify(entries).includes("ec2:RebootInstances"))
    .map(({ title }) => title);

describe("a policy that a plan creates", () => {
  it("is a change of its role if the plan imports the role, and is not folded away", () => {
    expect(titles(role({ importing: { id: "old" } }), added)).toContain("What they may do: permissions");
  });

  it("belongs to a new role otherwise", () => {
    expect(titles(added)).not.toContain("What they may do: permissions");
    expect(titles(added)).toContain("Policies of new resources");
  });
});
