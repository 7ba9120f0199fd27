import { reviewMarkdown } from "../../../src/rollout/review/markdown";
import { reviewOf } from "../../../src/rollout/review/review";
import { accountsNamed, planned, planOf } from "./plans";

describe("a review as comments", () => {
  it("begins with a hidden marker, then the verdict", () => {
    const [comment = ""] = reviewMarkdown(reviewOf([planOf([])]), { name: "shard-1" });
    expect(comment.split("\n").slice(0, 4)).toEqual([
      "<!-- fleetbook-review shard-1 1/1 -->",
      "## ✅ 1 stack in 1 account",
      "",
      "**Nothing changes.**",
    ]);
  });

  it("is one page for the same change in 200 accounts", () => {
    const plans = accountsNamed(200).map((account) =>
      planOf([planned({ name: "gone", before: { name: "gone", arn: `arn:aws:iam::${account.id}:role/gone` } })], {
        account,
      }),
    );
    const comments = reviewMarkdown(reviewOf(plans));
    expect(comments).toHaveLength(1);
    expect(comments[0]?.split("\n").length).toBeLessThan(40);
  });

  it("loses no destroy of 10 MB", () => {
    const changes = Array.from({ length: 20_000 }, (_, index) =>
      planned({ name: `r${index}`, before: { name: `role-number-${index}`, description: "x".repeat(500) } }),
    );
    const comments = reviewMarkdown(reviewOf([planOf(changes)]));
    expect(Math.max(...comments.map(({ length }) => length))).toBeLessThanOrEqual(65_536);
    const destroyed = new Set(comments.join("\n").match(/(?<=`aws_iam_role role-number-)\d+(?=`)/g));
    expect(destroyed.size).toBe(20_000);
  });

  it("makes no markup of what a plan says", () => {
    const evil = "</details><img src=x> @everyone [a](http://b) `x` | ```\n# title";
    const change = planned({ before: { name: evil, description: "a" }, after: { name: evil, description: evil } });
    const text = reviewMarkdown(reviewOf([planOf([change, planned({ name: "b", before: { name: evil } })])])).join(
      "\n",
    );
    const outsideCode = text.replace(/^(`{3,})diff\n.*?\n\1$/gms, "").replace(/`[^`\n]*`/g, "");
    expect(outsideCode).not.toMatch(/<img|\]\(http|@everyone|^# title/m);
    expect(text.match(/^<details>/gm)?.length).toBe(outsideCode.match(/^<\/details>$/gm)?.length);
  });
});
