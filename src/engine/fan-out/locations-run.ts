/**
 * An execution in several accounts and Regions: one child for each pair of them, which runs there as that account's
 * execution role.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-multiple-accounts-regions.html
 */
import type { Location } from "../../iam/location";
import { ChildStep } from "./child-step";
import type { Execution } from "../execution";
import { runWithLimits, type LimitedRun } from "./limits";
import { expandTargetLocations, type ExpandedLocation } from "./target-locations";
import { ParentRun } from "./parent-run";
import { iamArn } from "../../iam/arn";
import { isAmazonDocument } from "../../iam/resources/documents";
import { ApiCallError, AutomationError } from "../errors";
import type { Clock, Identities, Identity, Organization } from "../ports";
import type { StartRequest, TargetLocation } from "../records";
import { withoutUndefined } from "../without-undefined";

interface LocationsRunOptions {
  readonly execution: Execution;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly organization: Organization;
  readonly identities: Identities;
  /** The administration role, or the caller if the document has no role. */
  readonly identity: Identity;
  /** Starts a child in a location, as an identity. */
  readonly startChild: (location: Location, caller: Identity, request: StartRequest) => Promise<Execution>;
}

/** AWS says that the execution role of an account cannot be assumed. */
class RoleError extends Error {}

const NOT_FOUND = "AutomationDefinitionNotFoundException";

export class LocationsRun extends ParentRun {
  readonly #options: LocationsRunOptions;

  constructor(options: LocationsRunOptions) {
    super(options.execution, options.clock);
    this.#options = options;
  }

  protected async runChildren(): Promise<readonly LimitedRun[]> {
    const { execution, organization, identity, newId } = this.#options;
    const { request, location } = execution.facts;
    const locations = await expandTargetLocations(request.TargetLocations ?? [], organization, location, identity);
    const names = new Set<string>();
    const work = locations.map((expanded) => ({
      expanded,
      items: expanded.pairs.map((pair) => ({ pair, step: stepOf(pair, expanded, newId(), names) })),
    }));
    this.children = work.flatMap(({ items }) => items.map(({ step }) => step));
    // Each location has limits of its own, so they run side by side.
    return Promise.all(
      work.map(({ expanded, items }) =>
        runWithLimits(
          items,
          { maxConcurrency: expanded.maxConcurrency, maxErrors: expanded.maxErrors, ramp: false },
          ({ pair, step }) => this.runChild(step, () => this.#startChild(pair, expanded)),
          this.stopSignal,
        ),
      ),
    );
  }

  async #startChild(there: Location, expanded: ExpandedLocation): Promise<Execution> {
    const { execution, identities, identity, startChild } = this.#options;
    const roleArn = iamArn(there, `role/${expanded.executionRoleName}`);
    const session = `Automation-${execution.id}`;
    const role = await identities.assume(there, identity, roleArn, session).catch((error: unknown) => {
      if (!(error instanceof ApiCallError)) throw error;
      throw new RoleError(
        `The provided role: ${roleArn} can't be assumed. (Service: null; Status Code: 0; Error Code: null; Request ID: null; Proxy: null)`,
      );
    });
    const request = childRequest(execution.facts.request, expanded.location, roleArn, execution, there);
    return startChild(there, role, request).catch((error: unknown) => {
      if (!(error instanceof AutomationError) || error.code !== NOT_FOUND) throw error;
      // AWS's message for a runbook that is not shared with the account, or not in the Region, although the role is fine.
      throw new RoleError(`The execution role ${roleArn} in the target location is unable to be assumed.`);
    });
  }

  protected override failureOf(error: unknown): string {
    // AWS prints these messages without its usual first and last sentences.
    return error instanceof RoleError ? error.message : super.failureOf(error);
  }
}

/**
 * AWS does not document the names of these steps. Here they are `<account>_<Region>`, with a number if several locations
 * name the same pair for different targets.
 */
function stepOf(pair: Location, { location }: ExpandedLocation, id: string, names: Set<string>): ChildStep {
  const { accountId, region } = pair;
  let name = `${accountId}_${region}`;
  for (let number = 2; names.has(name); number++) name = `${accountId}_${region}_${number}`;
  names.add(name);
  const place: TargetLocation = {
    Accounts: [accountId],
    Regions: [region],
    ...withoutUndefined({
      TargetLocationMaxConcurrency: location.TargetLocationMaxConcurrency,
      TargetLocationMaxErrors: location.TargetLocationMaxErrors,
      ExecutionRoleName: location.ExecutionRoleName,
      Targets: location.Targets,
      TargetsMaxConcurrency: location.TargetsMaxConcurrency,
      TargetsMaxErrors: location.TargetsMaxErrors,
    }),
  };
  return new ChildStep(id, name, {}, place);
}

function childRequest(
  request: StartRequest,
  target: TargetLocation,
  executionRoleArn: string,
  { facts }: Execution,
  there: Location,
): StartRequest {
  const { roleParameter } = facts.program;
  const given = request.Parameters ?? {};
  const role = roleParameter === undefined ? undefined : given[roleParameter]?.[0];
  return {
    DocumentName: documentNameFor(request.DocumentName, facts.location, there),
    ...withoutUndefined({
      DocumentVersion: request.DocumentVersion,
      // The role that was given is for the central execution; in its account a child acts as the execution role.
      Parameters:
        roleParameter === undefined || role === undefined || role === ""
          ? request.Parameters
          : { ...given, [roleParameter]: [executionRoleArn] },
      TargetParameterName: request.TargetParameterName,
      Targets: target.Targets ?? request.Targets,
      TargetMaps: target.Targets === undefined ? request.TargetMaps : undefined,
      MaxConcurrency: target.TargetsMaxConcurrency ?? request.MaxConcurrency,
      MaxErrors: target.TargetsMaxErrors ?? request.MaxErrors,
    }),
  };
}

/** Amazon's documents have their names everywhere; others are those of the account that starts, in the child's Region. */
function documentNameFor(name: string, start: Location, there: Location): string {
  const [, , , , owner = start.accountId, resource = name] = name.startsWith("arn:") ? name.split(":") : [];
  const plain = resource.replace(/^document\//, "");
  return isAmazonDocument(plain) ? plain : `arn:${there.partition}:ssm:${there.region}:${owner}:document/${plain}`;
}
