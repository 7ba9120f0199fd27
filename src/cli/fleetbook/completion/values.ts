/** Values of the project for completion: from its files alone, because nobody waits for AWS while typing. */
import { readdirSync } from "node:fs";
import { readCatalogue, type Catalogue } from "../../../catalogue/catalogue";
import { ConfigurationError } from "../../../diagnostics/errors";
import type { Step } from "../../../document/model";
import { allAccounts } from "../../../fleet/model";
import { fleetStacks } from "../../../fleet/stacks";
import { topicNames } from "../../../guide/topics";
import { loadProjectFleet } from "../../project";
import { runsFolder } from "../report/run-of";
import type { Values } from "./candidates";

/** A project with faults has no values: completion is no place to report them. */
export function projectValues(): Values {
  let read: Catalogue | undefined;
  const catalogue = () => (read ??= readCatalogue());
  const fleet = () => loadProjectFleet(catalogue());
  const runbooks = (name: string | undefined) =>
    [...catalogue().runbooks.values()].filter((entry) => name === undefined || entry.name === name);
  return {
    accounts: () => orNone(() => allAccounts(fleet()).map(({ name }) => name)),
    units: () => orNone(() => ["root", ...fleet().organization.organizationalUnits.map(({ path }) => path)]),
    regions: () => orNone(() => fleet().regions),
    runbooks: () => [...catalogue().runbooks.keys()],
    stacks: () => orNone(() => fleetStacks(fleet()).map(({ name }) => name)),
    runs: () => foldersIn(runsFolder(undefined)),
    topics: () => ["topics", ...topicNames()],
    steps: (name) => [...new Set(runbooks(name).flatMap(({ runbook }) => stepNames(runbook.document.mainSteps)))],
    parameters: (name) =>
      name === undefined
        ? []
        : runbooks(name).flatMap(({ runbook }) =>
            Object.keys(runbook.document.parameters ?? {}).map((parameter) => `${parameter}=`),
          ),
  };
}

function stepNames(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) => [step.name, ...(step.action === "aws:loop" ? stepNames(step.inputs.Steps) : [])]);
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((item) => (item.isDirectory() ? [item.name] : []));
  } catch {
    return [];
  }
}

function orNone(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError) return [];
    throw error;
  }
}
