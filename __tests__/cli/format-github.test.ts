import path from "node:path";
import type { LintReport } from "../../src/catalogue/lint-selection";
import { formatGithub } from "../../src/cli/format-github";
import type { Finding } from "../../src/document/lint/findings";

const ROOT = process.cwd();

const finding: Finding = {
  rule: "input-value",
  severity: "error",
  file: "runbooks/wait.yaml",
  position: { line: 4, column: 48 },
  place: "runbooks/wait.yaml:4:48",
  path: ["mainSteps", 0, "inputs", "Duration"],
  message: '"soon" is not a duration.',
  remedy: "Write PT1M.",
};

const format = (report: Partial<LintReport>, root = ROOT): string =>
  formatGithub({ checked: 1, findings: [], ignored: [], unreadable: [], ...report }, root);

it("has the file, the line, the column and the rule of a finding", () => {
  expect(format({ findings: [finding] })).toBe(
    '::error file=runbooks/wait.yaml,line=4,col=48,title=input-value::"soon" is not a duration.%0AWrite PT1M.',
  );
});

it("has a line for each finding, and tells warnings from errors", () => {
  const warning = { ...finding, severity: "warning" } as const;
  expect(format({ findings: [finding, warning] }).replaceAll(/ .*/g, "")).toBe("::error\n::warning");
});

it("escapes what would end a property or the line", () => {
  const file = "run,books/100%: a.yaml";
  const [line, ...others] = format({ findings: [{ ...finding, file, message: "100%\n::error::x\r" }] }).split("\n");
  expect(others).toEqual([]);
  expect(line).toContain("file=run%2Cbooks/100%25%3A a.yaml,");
  expect(line).toMatch(/::100%25%0A::error::x\\x0d%0AWrite PT1M\.$/);
});

it("says where in a TypeScript runbook a finding is, which has no lines", () => {
  expect(format({ findings: [{ ...finding, file: "runbooks/wait.ts", position: undefined }] })).toMatch(
    /^::error file=runbooks\/wait\.ts,title=input-value::mainSteps\[0\]\.inputs\.Duration: "soon" is /,
  );
});

it("names files from the repository's root", () => {
  expect(format({ findings: [finding] }, path.dirname(ROOT))).toContain(
    `file=${path.basename(ROOT)}/runbooks/wait.yaml,`,
  );
});

it("has an error for a file that cannot be read, and for a problem without a file", () => {
  const problem = { message: "It is broken.", remedy: "Correct it." };
  expect(format({ unreadable: [{ ...problem, place: "a.yaml:2:3" }, { ...problem, place: "b.ts" }, problem] })).toBe(
    [
      "::error file=a.yaml,line=2,col=3::It is broken.%0ACorrect it.",
      "::error file=b.ts::It is broken.%0ACorrect it.",
      "::error::It is broken.%0ACorrect it.",
    ].join("\n"),
  );
});

it("has nothing for what is ignored", () => {
  expect(format({ ignored: [{ ...finding, reason: "It is fine." }] })).toBe("");
});
