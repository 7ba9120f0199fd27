/** The files in the repository that are made from code; a test checks that they are current. */
import { join } from "node:path";
import { rulesMarkdown } from "../document/lint/rule-docs";
import { fleetJsonSchema } from "../fleet/schema";
import { nodesJsonSchema } from "../sandbox/machines/schema";

const PROJECT_FOLDER = join(__dirname, "../..");

/** Absolute path of each generated file, and what makes its content. */
export const GENERATED_FILES: Readonly<Record<string, () => string>> = {
  [join(PROJECT_FOLDER, "src/fleet/fleet.schema.json")]: () => `${JSON.stringify(fleetJsonSchema(), undefined, 2)}\n`,
  [join(PROJECT_FOLDER, "src/sandbox/machines/nodes.schema.json")]: () =>
    `${JSON.stringify(nodesJsonSchema(), undefined, 2)}\n`,
  [join(PROJECT_FOLDER, "docs", "runbook-rules.md")]: rulesMarkdown,
};
