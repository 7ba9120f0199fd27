/**
 * Runs of this project's fleet in a script or a jest test, with the fleet file, the credentials and the endpoint of the environment,
 * as the commands have them.
 */
import { readCatalogue, type Catalogue } from "../catalogue/catalogue";
import { findRunbook } from "../catalogue/find-runbook";
import type { Fleet } from "../fleet/model";
import { requestFromOptions } from "../operations/request/given";
import { resolveRequest } from "../operations/request/resolve";
import type { StartRequest } from "../operations/request/schema";
import { Runs } from "../operations/runs/runs";
import { makeReport, type Report } from "../operations/show/report";
import { callerCredentials } from "../rollout/aws-client";
import { runsFolder } from "./fleetbook/report/run-of";
import { loadProjectFleet } from "./project";

/** Which fleet, and where its runs are kept. */
export interface ProjectRunsOptions {
  /** Path of the fleet file. @default the one that the commands find */
  readonly fleet?: string;
  /** Where runs are kept. @default out/runs */
  readonly out?: string;
}

/** Starts runbooks of the project in many accounts, and reads their reports. */
export class ProjectRuns {
  readonly #fleet: Fleet;
  readonly #catalogue: Catalogue;
  /** The library behind the commands: start, watch, results, again, stop. */
  readonly runs: Runs;

  constructor(fleet: Fleet, catalogue: Catalogue, runs: Runs) {
    this.#fleet = fleet;
    this.#catalogue = catalogue;
    this.runs = runs;
  }

  /** @throws ConfigurationError with every fault of the fleet file, or if there are no credentials that AWS accepts */
  static async open({ fleet: file, out }: ProjectRunsOptions = {}): Promise<ProjectRuns> {
    const catalogue = readCatalogue();
    const fleet = loadProjectFleet(catalogue, file);
    const runs = await Runs.open({ fleet, credentials: callerCredentials(process.env) }, runsFolder(out));
    return new ProjectRuns(fleet, catalogue, runs);
  }

  /**
   * Starts what a request file would say, and waits until it has ended.
   * @returns its results, with the answers to every step
   * @throws ConfigurationError with every fault of the request; OperationError if AWS refuses, or a wave does not hold
   */
  async toEnd(request: StartRequest): Promise<Report> {
    const { runbook } = findRunbook(request.runbook, this.#catalogue);
    const resolved = resolveRequest(this.#fleet, runbook, requestFromOptions({ ...request, runbook: runbook.name }));
    const stored = await this.runs.ended(await this.runs.start(resolved));
    return makeReport(stored, { steps: ["all"], patterns: [] });
  }
}
