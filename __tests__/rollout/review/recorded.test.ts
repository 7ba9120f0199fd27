import { readFileSync } from "node:fs";
import path from "node:path";
import { colorsFor } from "../../../src/diagnostics/colors";
import { reviewMarkdown } from "../../../src/rollout/review/markdown";
import { reviewOf } from "../../../src/rollout/review/review";
import { reviewInTerminal } from "../../../src/rollout/review/terminal";

/**
 * Plans of Terraform 1.x in a sandbox: the account app-prod retires, a role may assume the reader roles as well, and somebody opened
 * the reader role of app-dev to everybody by hand. Only what a review reads was kept, and the new step of the runbook check-os was added
 * to the recorded plan.
 */
const recorded = (stack: string, id: string, name: string) => ({
  stack,
  account: { id, name },
  plan: JSON.parse(readFileSync(path.join(__dirname, "../../fixtures/plans", `${stack}.json`), "utf8")) as unknown,
});

const accounts = [
  { id: "111111111111", name: "management", organizationalUnit: "" },
  { id: "222222222222", name: "app-dev", organizationalUnit: "workloads" },
  { id: "333333333333", name: "app-staging", organizationalUnit: "workloads" },
  { id: "444444444444", name: "app-prod", organizationalUnit: "workloads/production" },
];

const review = reviewOf(
  [
    recorded("administrator", "111111111111", "management"),
    recorded("member-app-dev", "222222222222", "app-dev"),
    recorded("member-app-prod", "444444444444", "app-prod"),
  ],
  { accounts },
);

describe("the review of recorded plans", () => {
  it("says what is destroyed, and what somebody widened by hand", () => {
    expect(review.verdict).toEqual([
      "7 resources destroyed in app-prod (444444444444).",
      "Changed outside Terraform in app-dev (222222222222): aws_iam_role FleetbookReaderRole: New principal: everybody (`*`) may assume the role, if `StringEquals aws:PrincipalOrgID` is `o-fleetbook01`. This is a new `*`.",
    ]);
  });

  it("finds one drift: policies that are resources of their own are none of their role", () => {
    expect(review.drift.map(({ label, isPlanned }) => [label, isPlanned])).toEqual([
      ["aws_iam_role FleetbookReaderRole", true],
    ]);
  });

  it("says with whom runbooks are no longer shared, and who keeps the role", () => {
    expect(
      review.policies.flatMap(({ label, sentences }) =>
        sentences.map(({ effect, text }) => `${label} ${effect}: ${text}`),
      ),
    ).toEqual([
      "aws_ssm_document check-os narrower: No longer shared with `444444444444` (account app-prod).",
      "aws_ssm_document check-os-windows narrower: No longer shared with `444444444444` (account app-prod).",
      "aws_iam_role FleetbookReaderRole narrower: Lost principal: everybody (`*`) (now: `arn:aws:iam::111111111111:role/auditor` (account management), `arn:aws:iam::111111111111:user/fleetbook-operator` (account management)) may assume the role, if `StringEquals aws:PrincipalOrgID` is `o-fleetbook01`.",
    ]);
  });

  it("is one page, which docs/review.md shows", () => {
    const [comment = "", ...others] = reviewMarkdown(review);
    expect(others).toEqual([]);
    const documentation = readFileSync(path.join(__dirname, "../../../docs/review.md"), "utf8");
    expect(documentation).toContain(comment.slice(0, comment.indexOf("<details><summary>Full plan")).trimEnd());
  });

  it("fits a terminal of 80 columns, without backticks", () => {
    const text = reviewInTerminal(review, { width: 80, colors: colorsFor(false) });
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(text).not.toContain("`");
    expect(text.split("\n")[0]).toBe("7 resources destroyed in app-prod (444444444444).");
  });
});
