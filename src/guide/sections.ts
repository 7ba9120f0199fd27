/**
 * The pages of docs/ in the order of a reader's tasks: `help topics`, the site's navigation and the README have them in this order.
 * A test checks that each page is here once.
 */

export interface Section {
  readonly title: string;
  /** Names of pages: `fleet-file` is `docs/fleet-file.md`. */
  readonly pages: readonly string[];
}

export const SECTIONS: readonly Section[] = [
  { title: "Start", pages: ["tutorial", "package", "editors"] },
  { title: "Fleet", pages: ["fleet-file", "organization", "ami-sharing", "adoption", "leave"] },
  { title: "Runbooks", pages: ["runbooks", "runbook-rules", "amazon-documents"] },
  { title: "Deploy", pages: ["aws", "rollout", "review", "pipelines", "doctor"] },
  { title: "Operate", pages: ["operations", "report", "report-page", "report-format"] },
  { title: "Security", pages: ["security"] },
  { title: "Sandbox", pages: ["sandbox", "automation", "nodes-file", "sandbox-services", "fidelity"] },
  { title: "Contributing", pages: ["design", "migration", "bench", "scale"] },
];
