import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigurationError } from "../../../src/diagnostics/errors";
import { FINDINGS, readReviewPolicy } from "../../../src/rollout/review/policy-file";

const file = path.join(mkdtempSync(path.join(tmpdir(), "fleetbook-review-")), "review.yaml");

function problemsIn(text: string): readonly string[] {
  writeFileSync(file, text);
  try {
    readReviewPolicy(file);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ place = "", message, remedy }) => `${path.basename(place)} ${message} ${remedy}`);
  }
}

describe("review.yaml", () => {
  it("is read", () => {
    expect(
      problemsIn(
        "forbid: [destroy, wider-trust]\nonly: { stacks: [member-*] }\nallow: [{ finding: destroy, accounts: [a], reason: r }]\n",
      ),
    ).toEqual([]);
  });

  it("with faults is refused with the line of each", () => {
    expect(problemsIn("forbid:\n  - destroys\nonyl: {}\nallow:\n  - finding: destroy\n")).toEqual([
      'review.yaml:2:5 forbid[0] is "destroys"; expected one of the known values. Did you mean "destroy"?',
      'review.yaml:3:1 The file has the unknown key "onyl". Did you mean "only"?',
      'review.yaml:5:5 allow[0] lacks the key "reason". Add it; docs/review.md explains every key.',
    ]);
  });

  it("has every finding explained in docs/review.md", () => {
    const documentation = readFileSync(path.join(__dirname, "../../../docs/review.md"), "utf8");
    const explained = Object.entries(FINDINGS).map(
      ([finding, meaning]) => new RegExp(`\\| \`${finding}\` +\\| ${meaning.replace("*", "\\*")} +\\|`),
    );
    expect(explained.filter((row) => !row.test(documentation))).toEqual([]);
  });
});
