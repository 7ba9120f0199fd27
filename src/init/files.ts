/** The files of a new project. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_FOLDER } from "../project/folders";
import { PINNED_TERRAFORM } from "../tools/terraform-release";
import { accountIn, type FleetChoice, type OwnIds } from "./answers";
import { packageName, projectManifest } from "./manifest";

const TEMPLATES = join(__dirname, "templates");
const WORKFLOWS = ["plan.yml", "apply.yml", "drift.yml"];

/** What workflows and version managers read. */
export const NODE_VERSION = "20";

/** @param folder absolute path @returns the content of each file, by its path in the folder */
export function projectFiles(folder: string, fleet: FleetChoice): ReadonlyMap<string, string> {
  return new Map([
    ["fleet.yaml", fleet === "example" ? template("example-fleet.yaml") : ownFleet(fleet)],
    ["nodes.yaml", template(fleet === "example" ? "example-nodes.yaml" : "own-nodes.yaml")],
    ["runbooks/disk-space.ts", template("runbooks/disk-space.ts.txt")],
    ["__tests__/disk-space.test.ts", template("__tests__/disk-space.test.ts.txt")],
    ["main.ts", template("main.ts.txt")],
    ["cdktf.json", json(cdktfSettings())],
    ["package.json", json(projectManifest(folder))],
    ["tsconfig.json", template("tsconfig.json.txt")],
    ["jest.config.js", template("jest.config.js.txt")],
    [".gitignore", template("gitignore.txt")],
    [".nvmrc", `${NODE_VERSION}\n`],
    [".terraform-version", `${PINNED_TERRAFORM.version}\n`],
    ...WORKFLOWS.map(
      (name) =>
        [`.github/workflows/${name}`, readFileSync(join(PACKAGE_FOLDER, "docs/workflows", name), "utf8")] as const,
    ),
    ["README.md", filled(template("README.md.txt"), { name: packageName(folder) })],
  ]);
}

function cdktfSettings(): object {
  return {
    language: "typescript",
    app: "node --import tsx main.ts",
    projectId: randomUUID(),
    sendCrashReports: "false",
    context: { fleetFile: "fleet.yaml" },
  };
}

function ownFleet({ accounts, ...ids }: OwnIds): string {
  const lines = accounts.map(accountIn).map(({ name, id }) => `\n  - id: "${id}"\n    name: ${name}`);
  return filled(template("own-fleet.yaml.txt"), { ...ids, accounts: lines.length === 0 ? " []" : lines.join("") });
}

function template(name: string): string {
  return readFileSync(join(TEMPLATES, name), "utf8");
}

/** Only names of the values: a runbook's own `{{ Reference }}` has spaces. */
function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
