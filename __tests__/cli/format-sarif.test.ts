import "@microsoft/jest-sarif";
import type { Result } from "sarif";
import type { LintReport } from "../../src/catalogue/lint-selection";
import { sarifLog } from "../../src/cli/format-sarif";
import { lintSource } from "../../src/document/lint/lint";
import { ALL_RULES } from "../../src/document/lint/rule-table";
import { parseSource } from "../../src/document/parse";

const text = `schemaVersion: "0.3"
parameters:
  # fleetbook-ignore unused-parameter: callers still give it
  Old: { type: String }
  Other: { type: String }
mainSteps:
  - { name: wait, action: "aws:slep", inputs: {} }
`;
const report: LintReport = {
  checked: 2,
  ...lintSource(parseSource(text, "run books/wait.yaml")),
  unreadable: [{ place: "broken.json:1:2", message: "It is broken.", remedy: "Correct it." }],
};
const log = sarifLog(report, process.cwd());
const [run] = log.runs;
const resultOf = (rule: string): Result | undefined => run?.results?.find(({ ruleId }) => ruleId === rule);

it("is valid SARIF 2.1.0", () => {
  expect(log.version).toBe("2.1.0");
  expect(log).toBeValidSarifLog();
});

it("describes every rule with its examples, and with AWS's page where there is one", () => {
  const rules = run?.tool.driver.rules ?? [];
  expect(rules.map(({ id }) => id)).toEqual([...ALL_RULES.map(({ id }) => id), "unreadable-file"]);
  const unknownAction = rules.find(({ id }) => id === "unknown-action");
  expect(unknownAction?.help?.markdown).toContain("action: aws:wait");
  expect(unknownAction?.helpUri).toBe(
    "https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html",
  );
});

it("has a result with level, file and region for each finding", () => {
  expect(resultOf("unknown-action")).toMatchObject({
    level: "error",
    message: { text: expect.stringContaining('"aws:slep"') as string },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "run%20books/wait.yaml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 7, startColumn: expect.any(Number) as number },
        },
      },
    ],
  });
});

it("points from each result to its rule", () => {
  for (const { ruleId, ruleIndex = -1 } of run?.results ?? []) {
    expect(run?.tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId);
  }
});

it("has what is ignored as a suppressed result with the reason", () => {
  const results = run?.results?.filter(({ ruleId }) => ruleId === "unused-parameter") ?? [];
  expect(results.map(({ suppressions }) => suppressions)).toEqual([
    undefined,
    [{ kind: "inSource", justification: "callers still give it" }],
  ]);
});

it("has a result for a file that cannot be read, and says that the run was not complete", () => {
  expect(resultOf("unreadable-file")).toMatchObject({
    level: "error",
    message: { text: "It is broken. Correct it." },
    locations: [{ physicalLocation: { artifactLocation: { uri: "broken.json" }, region: { startLine: 1 } } }],
  });
  expect(run?.invocations).toEqual([{ executionSuccessful: false }]);
});
