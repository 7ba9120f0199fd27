/** The files in the repository that are made from code or from what AWS publishes; a test checks that they are current. */
import { join } from "node:path";
import { botocoreFolder, botocoreVersion, modelledValues } from "../botocore/model-files";
import { writeServiceTables } from "../botocore/write-tables";
import { ConfigurationError } from "../diagnostics/errors";
import { runbookJsonSchema } from "../document/schema/json-schema";
import { rulesMarkdown } from "../document/lint/rule-docs";
import { INSTANCE_TYPES_FILE, instanceTypeTable } from "../fleet/instance-types";
import { fleetJsonSchema } from "../fleet/schema/fleet-file";
import { ACTION_TABLE_FILE } from "../iam/actions/action-table";
import { actionTableText, makeActionTable } from "../iam/actions/make-table";
import { readBotocore } from "../iam/sources/botocore";
import { readActionReference } from "../iam/sources/iam-data";
import { requestJsonSchema } from "../operations/request/schema";
import { resultJsonSchema, runJsonSchema } from "../operations/results/schema";
import { PACKAGE_FOLDER } from "../project/folders";
import { reviewJsonSchema } from "../rollout/review/policy-file";
import { nodesJsonSchema } from "../sandbox/machines/schema";
import { findBoto } from "../tools/boto";

/** Absolute path of each file that is made from code alone, and what makes its content. */
export const GENERATED_FILES: Readonly<Record<string, () => string>> = {
  [join(PACKAGE_FOLDER, "src/fleet/fleet.schema.json")]: () => `${JSON.stringify(fleetJsonSchema(), undefined, 2)}\n`,
  [join(PACKAGE_FOLDER, "src/sandbox/machines/nodes.schema.json")]: () =>
    `${JSON.stringify(nodesJsonSchema(), undefined, 2)}\n`,
  [join(PACKAGE_FOLDER, "src/operations/request/request.schema.json")]: () =>
    `${JSON.stringify(requestJsonSchema(), undefined, 2)}\n`,
  [join(PACKAGE_FOLDER, "src/operations/results/run.schema.json")]: () =>
    `${JSON.stringify(runJsonSchema(), undefined, 2)}\n`,
  [join(PACKAGE_FOLDER, "src/operations/results/result.schema.json")]: () =>
    `${JSON.stringify(resultJsonSchema(), undefined, 2)}\n`,
  [join(PACKAGE_FOLDER, "src/document/schema/runbook.schema.json")]: () =>
    `${JSON.stringify(runbookJsonSchema(), undefined, 2)}\n`,
  [join(PACKAGE_FOLDER, "src/rollout/review/review.schema.json")]: () =>
    `${JSON.stringify(reviewJsonSchema(), undefined, 2)}\n`,
  [join(PACKAGE_FOLDER, "docs", "runbook-rules.md")]: rulesMarkdown,
};

/** Absolute path of each file that is made from what AWS publishes; its sources have to be installed. */
export const FILES_FROM_AWS: Readonly<Record<string, () => Promise<string>>> = {
  [INSTANCE_TYPES_FILE]: async () => {
    const botocore = await installedBotocore();
    const types = modelledValues(botocore, "ec2", "InstanceType");
    return `${JSON.stringify(instanceTypeTable(botocoreVersion(botocore), types), undefined, 2)}\n`;
  },
  [ACTION_TABLE_FILE]: async () =>
    actionTableText(makeActionTable(readBotocore(await installedBotocore()), await readActionReference())),
};

/** Writes the tables of AWS's services, which are many files. @throws ConfigurationError if no Python here has botocore */
export async function writeFilesOfServices(): Promise<void> {
  writeServiceTables(await installedBotocore());
}

/** @throws ConfigurationError if no Python here has botocore */
async function installedBotocore(): Promise<string> {
  const { modulePath } = await findBoto({ env: process.env, log: console.error });
  const folder = botocoreFolder(modulePath);
  if (folder !== undefined) return folder;
  throw new ConfigurationError({
    place: ACTION_TABLE_FILE,
    message:
      "The tables of AWS's services and IAM actions are made from botocore's service models, and the installed botocore has none.",
    remedy: "Install it with pip, as src/tools/moto-requirements.txt pins it.",
  });
}
