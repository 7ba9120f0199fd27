/**
 * `fleetbook/operations`: runs of a runbook in many accounts, as the commands start and report them.
 * @module fleetbook/operations
 */
export { ProjectRuns, type ProjectRunsOptions } from "../cli/project-runs";
export type { StartRequest } from "../operations/request/schema";
export type { Report } from "../operations/show/report";
