/**
 * The findings in SARIF, which GitHub's code scanning and editors read.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import type { LintReport } from "../catalogue/lint-selection";
import type { Problem } from "../diagnostics/errors";
import { pathString } from "../diagnostics/path";
import type { Finding, IgnoredFinding } from "../document/lint/findings";
import type { RuleFacts } from "../document/lint/rule";
import { examplesMarkdown } from "../document/lint/rule-docs";
import { ALL_RULES } from "../document/lint/rule-table";
import type { Position } from "../diagnostics/yaml-text";
import { partsOfPlace, pathFromRoot } from "./repository-path";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The rule id for files that cannot be read, which no rule can check. */
const UNREADABLE: ReportingDescriptor = {
  id: "unreadable-file",
  shortDescription: { text: "The file has no runbook that can be read." },
  defaultConfiguration: { level: "error" },
};

const DESCRIPTORS = [...ALL_RULES.map(descriptor), UNREADABLE];

/** A log with one run. Ignored findings are suppressed results. */
export function sarifLog({ findings, ignored, unreadable }: LintReport, root: string): Log {
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Fleetbook", rules: DESCRIPTORS } },
        columnKind: "utf16CodeUnits",
        invocations: [{ executionSuccessful: unreadable.length === 0 }],
        results: [
          ...findings.map((finding) => resultOf(finding, root)),
          ...ignored.map((finding) => suppressed(finding, root)),
          ...unreadable.map((problem) => resultOfProblem(problem, root)),
        ],
      },
    ],
  };
}

function descriptor(rule: RuleFacts): ReportingDescriptor {
  const { id, severity, why, remedy, page } = rule;
  return {
    id,
    shortDescription: { text: why },
    help: { text: remedy, markdown: `${remedy}\n\n${examplesMarkdown(rule)}` },
    ...(page !== undefined && { helpUri: page }),
    defaultConfiguration: { level: severity },
  };
}

function resultOf({ rule, severity, file, position, path, message, remedy }: Finding, root: string): Result {
  // The lines of a runbook in TypeScript are not known.
  const inDocument = position === undefined ? pathString(path) : "";
  return {
    ...result(rule, severity, inDocument === "" ? message : `${inDocument}: ${message}`, remedy),
    locations: [
      {
        ...locationOf(file, position, root),
        ...(inDocument !== "" && { logicalLocations: [{ fullyQualifiedName: inDocument }] }),
      },
    ],
  };
}

function suppressed(finding: IgnoredFinding, root: string): Result {
  return { ...resultOf(finding, root), suppressions: [{ kind: "inSource", justification: finding.reason }] };
}

function resultOfProblem({ place = "", message, remedy }: Problem, root: string): Result {
  const { file, position } = partsOfPlace(place);
  return {
    ...result(UNREADABLE.id, "error", message, remedy),
    locations: file === undefined ? [] : [locationOf(file, position, root)],
  };
}

function result(ruleId: string, level: "error" | "warning", message: string, remedy: string): Result {
  return {
    ruleId,
    ruleIndex: DESCRIPTORS.findIndex(({ id }) => id === ruleId),
    level,
    message: { text: `${message} ${remedy}` },
  };
}

function locationOf(file: string, position: Position | undefined, root: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(pathFromRoot(file, root)), uriBaseId: "%SRCROOT%" },
      // GitHub requires a line for every result.
      region: position === undefined ? { startLine: 1 } : { startLine: position.line, startColumn: position.column },
    },
  };
}
