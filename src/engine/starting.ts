/** Starts executions of all three kinds: checks the request, assumes the role, and creates the run. */
import type { ChildExecution } from "./steps/action-runner";
import { AttemptHost } from "./steps/attempt";
import { compile } from "./program/compile";
import { arn } from "../iam/arn";
import type { Location } from "../iam/location";
import { definitionArn } from "../iam/resources/documents";
import { DocumentRun } from "./document-run";
import { AutomationError } from "./errors";
import type { Observer } from "./events";
import { Execution, type Origin } from "./execution";
import { LocationsRun } from "./fan-out/locations-run";
import { fillDefaults, invalidParameters, startParameters } from "./parameters";
import type { FoundDocument, Identity, Platform } from "./ports";
import type { Program } from "./program/program";
import type { StartRequest } from "./records";
import type { Registry } from "./registry";
import { kindOf, parametersOfTargets, refuseContradictions } from "./start-request";
import { Scope } from "./program/scope";
import { TargetsRun } from "./fan-out/targets-run";
import { fillOrNothing } from "./program/templates";
import { storedParameters } from "./stored-parameters";
import { stringOf } from "./values";

/** Levels of automations that start automations, the first one included. */
const MOST_LEVELS = 5;

/** The identity of an execution. */
interface RunsAs {
  readonly identity: Identity;
  readonly hasRole: boolean;
  /** The role that the document names. */
  readonly roleArn?: string;
}

/** The origin of an execution, with facts that need not be determined again. */
export interface StartOrigin extends Origin {
  readonly found?: FoundDocument;
  /** Children of a rate-controlled execution run as their parent does. */
  readonly runsAs?: RunsAs;
  /** Whether the caller is a role session, for a document without a role. */
  readonly callerIsRole?: boolean;
}

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

export class Starter {
  readonly #now = (): Date => this.#platform.clock.now();
  /**
   * In one piece. V8 keeps the string of randomUUID as a tree of its parts. Measured: with such ids a kept
   * execution takes 7.5 kB instead of 5.0, which is more than the 6.4 kB of its record as JSON.
   */
  readonly #newId = (): string => Buffer.from(this.#platform.newId(), "latin1").toString("latin1");

  readonly #platform: Platform;
  readonly #registry: Registry;
  readonly #observe: Observer | undefined;

  constructor(platform: Platform, registry: Registry, observe: Observer | undefined) {
    this.#platform = platform;
    this.#registry = registry;
    this.#observe = observe;
  }

  /** Checks a request and starts the execution. @throws AutomationError, ApiCallError */
  async start(location: Location, caller: Identity, request: StartRequest, origin: StartOrigin): Promise<Execution> {
    const platform = this.#platform;
    const found =
      origin.found ?? (await platform.documents.find(location, caller, request.DocumentName, request.DocumentVersion));
    const program = compile(found.document);
    refuseContradictions(request, program);
    const kind = kindOf(request);
    const { values, stored } = startParameters(program, request.Parameters, parametersOfTargets(request));
    const id = this.#newId();
    const startTime = platform.clock.now();
    const scope = new Scope(values, program.initialVariables, location, id, startTime);
    fillDefaults(program, request.Parameters, values, scope);
    const roleIsStored = stored.some(({ parameter }) => parameter.name === program.roleParameter);
    if (roleIsStored)
      Object.assign(values, await storedParameters(stored, platform.world(location, caller, false).api));
    const runsAs = origin.runsAs ?? (await this.#runsAs(location, caller, id, program, scope, origin));
    const world = platform.world(location, runsAs.identity, runsAs.hasRole);
    if (kind === "document" && stored.length > 0 && !roleIsStored) {
      Object.assign(values, await storedParameters(stored, world.api));
    }
    const execution = new Execution({
      id,
      location,
      documentName: found.name,
      documentVersion: found.version,
      program,
      request,
      caller,
      origin,
      startTime: startTime.getTime(),
      observe: this.#observe,
    });
    const place = platform.quotas?.enter(location, kind === "targets");
    const common = { execution, clock: platform.clock, newId: this.#newId };
    this.#registry.add(execution);
    switch (kind) {
      case "document":
        execution.begin(
          new DocumentRun({
            execution,
            program,
            parameters: values,
            newId: this.#newId,
            attempts: new AttemptHost(id, location, world, platform.clock, scope, (child) =>
              this.#startNested(location, runsAs, child, execution),
            ),
          }),
          this.#now,
          place,
        );
        break;
      case "targets":
        execution.begin(
          new TargetsRun({
            ...common,
            targets: isStateManagers(origin) ? platform.world(location, caller, false).targets : world.targets,
            targetType: found.targetType,
            startChild: async (target, parameters) => {
              if (!isStateManagers(origin)) await this.#authorizeForTarget(location, runsAs, request);
              return this.start(
                location,
                caller,
                { DocumentName: request.DocumentName, Parameters: parameters },
                { ...childOrigin(execution), target, found, runsAs },
              );
            },
          }),
          this.#now,
          place,
        );
        break;
      case "locations":
        execution.begin(
          new LocationsRun({
            ...common,
            organization: platform.organization,
            identities: platform.identities,
            identity: runsAs.identity,
            startChild: (there, role, child) => this.#startElsewhere(there, role, child, execution),
          }),
          this.#now,
          place,
        );
    }
    return execution;
  }

  /** The document's role, or else the caller. */
  async #runsAs(
    location: Location,
    caller: Identity,
    executionId: string,
    program: Program,
    scope: Scope,
    origin: StartOrigin,
  ): Promise<RunsAs> {
    const role =
      program.assumeRole === undefined ? "" : stringOf(fillOrNothing(program.assumeRole, scope) ?? "").trim();
    if (role === "") return { identity: caller, hasRole: origin.callerIsRole ?? false };
    if (!ROLE_ARN.test(role)) throw invalidParameters("The format of the supplied assume role ARN is invalid.");
    const identity = await this.#platform.identities.assumeForExecution(location, executionId, role, caller);
    return { identity, hasRole: true, roleArn: role };
  }

  /** An execution that a step starts, as the same identity. */
  async #startNested(
    location: Location,
    { identity, hasRole }: RunsAs,
    request: StartRequest,
    parent: Execution,
  ): Promise<ChildExecution> {
    const depth = parent.facts.origin.depth + 1;
    if (depth >= MOST_LEVELS) {
      throw new AutomationError(
        "AutomationExecutionLimitExceededException",
        `Automations can be nested ${MOST_LEVELS} levels deep.`,
      );
    }
    await this.#authorizeStart(location, identity, request);
    const child = await this.start(location, identity, request, {
      ...childOrigin(parent),
      depth,
      callerIsRole: hasRole,
    });
    const may = (operation: string): Promise<void> =>
      this.#platform.identities.authorize(
        location,
        identity,
        `ssm:${operation}`,
        arn(location, "ssm", `automation-execution/${child.id}`),
      );
    await may("GetAutomationExecution");
    return {
      id: child.id,
      cancel: () => {
        // Without the permission, the child goes on.
        may("StopAutomationExecution").then(
          () => child.stop("Cancel"),
          () => undefined,
        );
      },
      ended: child.ended().then(() => ({
        status: child.status,
        outputs: child.run.outputs().flat(),
        ...(child.failureMessage !== undefined && { failureMessage: child.failureMessage }),
      })),
    };
  }

  /** A child in another account or Region, which its execution role starts and runs as. */
  async #startElsewhere(
    location: Location,
    role: Identity,
    request: StartRequest,
    parent: Execution,
  ): Promise<Execution> {
    await this.#authorizeStart(location, role, request);
    return this.start(location, role, request, { ...childOrigin(parent), callerIsRole: true });
  }

  /** The role of an execution starts it again for each target, and passes itself on. The caller itself has started it. */
  async #authorizeForTarget(location: Location, { identity, roleArn }: RunsAs, request: StartRequest): Promise<void> {
    if (roleArn === undefined) return;
    await this.#authorizeStart(location, identity, request);
    await this.#platform.identities.authorize(location, identity, "iam:PassRole", roleArn);
  }

  #authorizeStart(location: Location, identity: Identity, request: StartRequest): Promise<void> {
    const definition = definitionArn(location, request.DocumentName, request.DocumentVersion);
    return this.#platform.identities.authorize(location, identity, "ssm:StartAutomationExecution", definition);
  }
}

/**
 * Whether State Manager has started the execution itself. It resolves the targets of its associations as its service-linked
 * role: AWS's policy for that role allows it, and the runbook roles in AWS's guides for associations lack
 * `tag:GetResources`.
 */
function isStateManagers({ associationId, parentId }: Origin): boolean {
  return associationId !== undefined && parentId === undefined;
}

function childOrigin({ id, facts: { origin } }: Execution): Origin {
  return {
    parentId: id,
    depth: origin.depth,
    ...(origin.associationId !== undefined && { associationId: origin.associationId }),
  };
}
