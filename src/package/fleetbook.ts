/**
 * `fleetbook`: the app of a fleet, and what its project's files say.
 * @module fleetbook
 */
import { App } from "cdktf";
import { loadProject, type Project } from "../cli/project";
import { run } from "../cli/run";
import { addFleetStacks } from "../../stacks/fleet-app";
import { withQuickTokens } from "../../stacks/quick-tokens";

export { findRunbook } from "../catalogue/find-runbook";
export { readCatalogue, type Catalogue, type CatalogueEntry } from "../catalogue/catalogue";
export { loadNodes, loadProject, loadProjectFleet, type Project } from "../cli/project";
export { ConfigurationError, OperationError, type Problem } from "../diagnostics/errors";
export { allAccounts, type Account, type Fleet } from "../fleet/model";

/** Adds stacks of one's own to the app of a fleet. */
export type AddStacks = (app: App, project: Project) => void;

/**
 * The whole of a project's `main.ts`: reads the fleet file and the runbooks, adds a stack for every account and concern, and writes
 * them as Terraform's JSON. A fault is printed with its place and remedy, and sets the exit status.
 * @param addStacks adds stacks of one's own: those that extend `AccountStack` of `fleetbook/stacks`
 */
export async function synthesizeFleet(addStacks: AddStacks = () => undefined): Promise<void> {
  await run(() => {
    const project = loadProject();
    withQuickTokens(() => {
      const app = new App();
      addFleetStacks(app, project.fleet, project.runbooks);
      addStacks(app, project);
      app.synth();
    });
  });
}
