/** `fleetbook validate`: checks the fleet file, every runbook, and what the runbooks' roles would lack. */
import { relative } from "node:path";
import type { Command } from "commander";
import { ConfigurationError, type Problem } from "../../diagnostics/errors";
import { allAccounts } from "../../fleet/model";
import type { Fleet } from "../../fleet/model";
import { callableRunbooks } from "../../catalogue/callable-runbooks";
import { readCatalogue, type Catalogue } from "../../catalogue/catalogue";
import { deploymentProblems, loadProblems, problemOf } from "../../catalogue/deployable";
import { lintCatalogue } from "../../catalogue/lint-selection";
import { formatFindings } from "../format-findings";
import { unknownBoundaries } from "../../../stacks/boundary-problems";
import { program } from "../program";
import { permissionProblems } from "../../../stacks/permission-problems";
import { deployedRunbooks } from "../../../stacks/runbooks";
import { explainProjectAccount, loadProjectFleet } from "../project";
import { showExplanation } from "./validate/show-explanation";
import { notes } from "../help/notes";

export function validateCommand(): Command {
  return program("validate", "check fleet.yaml and every runbook, and print every fault with its line")
    .option("-f, --fleet <file>", "the fleet file (default: fleet.yaml)")
    .option("--explain <name or id>", "show each setting of this account, its value and the line that it is from")
    .addHelpText("after", notes({ examples: ["validate", "validate --explain app-dev"] }))
    .action(({ fleet, explain }: { readonly fleet?: string; readonly explain?: string }) => {
      if (explain === undefined) validate(fleet);
      else showExplanation(explainProjectAccount(readCatalogue(), explain, fleet));
    });
}

function validate(file: string | undefined): void {
  const catalogue = readCatalogue();
  const { checked, findings, ignored, unreadable } = lintCatalogue(catalogue);
  const warnings = findings.filter(({ severity }) => severity === "warning");
  const errors = findings.filter(({ severity }) => severity === "error");
  const fleet = fleetOrError(catalogue, file);

  if (warnings.length > 0) console.error(formatFindings(warnings, process.stderr.isTTY));
  const problems = [...unreadable, ...errors.map(problemOf)];
  if (fleet instanceof ConfigurationError) throw new ConfigurationError(...fleet.problems, ...problems);
  if (fleet !== undefined) problems.push(...rolesProblems(fleet, catalogue));
  if (fleet === undefined || problems.length > 0) throw new ConfigurationError(...problems);

  for (const boundary of unknownBoundaries(
    allAccounts(fleet).flatMap(({ roles }) => roles.permissionsBoundary ?? []),
  )) {
    console.error(
      `Not checked: what the permissions boundary ${boundary} allows is not known. Name its document in roles.permissionsBoundary (docs/fleet-file.md).`,
    );
  }
  const counts = [
    `${allAccounts(fleet).length} accounts`,
    `${fleet.organization.organizationalUnits.length} organizational units`,
    `Regions ${fleet.regions.join(", ")}`,
    `${checked} runbooks`,
  ];
  const outcome = [
    warnings.length === 0 ? "no faults" : `no errors, ${warnings.length} warnings`,
    ...(ignored.length === 0 ? [] : [`${ignored.length} ignored`]),
  ];
  console.log(`${relative(process.cwd(), fleet.file)}: ${counts.join(", ")}; ${outcome.join(", ")}.`);
}

/** What the roles of the fleet's runbooks would lack; nothing while one of these runbooks cannot be deployed anyway. */
function rolesProblems(fleet: Fleet, catalogue: Catalogue): readonly Problem[] {
  const canBeDeployed = deploymentProblems(deployedRunbooks(fleet), catalogue).length === 0;
  return canBeDeployed ? permissionProblems(fleet, callableRunbooks(catalogue)) : [];
}

/** Undefined if a runbook's file cannot be loaded, which the rules' report already contains. */
function fleetOrError(catalogue: Catalogue, file: string | undefined): Fleet | ConfigurationError | undefined {
  if (loadProblems(catalogue).length > 0) return undefined;
  try {
    return loadProjectFleet(catalogue, file);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}
