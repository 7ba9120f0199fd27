/**
 * State Manager: keeps the associations of every account and Region, and runs them when they are created or changed, when
 * their document changes, on their schedule and on demand. A node that is added runs the association of a Command or Policy document.
 * AWS's documentation is contradictory on whether a new target causes an association of an Automation document to run; here
 * it does not.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state.html
 */
import { locationKey, type Location } from "../../../iam/location";
import { AwsError, notImplemented } from "../../protocol/aws-error";
import { checkSettings } from "./check-settings";
import { findDocument, namesDocument, runsOnNodes, type AssociationDocument } from "./documents";
import { serveNewNodes } from "./new-nodes";
import { startRun, explain, type RunOptions } from "./runs";
import { readSchedule } from "./schedule";
import { currentVersion, type AssociationSettings, type AssociationState } from "./state";
import { realTargets } from "./targets";

/** AWS's quotas for the associations of an account and Region, and for the versions of an association. */
const MAX_ASSOCIATIONS = 2_000;
const MAX_VERSIONS = 1_000;

export class StateManager {
  /** By account and Region, then by id, in the order of their creation. */
  readonly #associations = new Map<string, Map<string, AssociationState>>();
  #hasStopped = false;

  readonly #options: RunOptions;

  constructor(options: RunOptions) {
    this.#options = options;
  }

  /** @throws AwsError */
  async create(
    location: Location,
    settings: AssociationSettings,
    tags: ReadonlyMap<string, string>,
  ): Promise<AssociationState> {
    const document = await findDocument(this.#options.documents, location, settings);
    this.#check(settings, document);
    const inRegion = this.#in(location);
    if (inRegion.size >= MAX_ASSOCIATIONS) {
      throw new AwsError("AssociationLimitExceeded", "You can have at most 2,000 active associations.");
    }
    const association: AssociationState = {
      id: this.#options.newId(),
      location,
      versions: [],
      tags: new Map(tags),
      runs: [],
      documentVersion: document.version,
      timers: { endSchedule: () => undefined, endLimit: () => undefined, endWatch: () => undefined },
    };
    inRegion.set(association.id, association);
    this.#putInForce(association, settings, document);
    return association;
  }

  /**
   * Creates another version of an association and runs it, as AWS's API does after every update. Settings that are left
   * out are reset, except the document's name and the targets of a Command or Policy document, which requires targets: AWS's
   * examples keep them.
   * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateAssociation.html
   * @param expected the version that must be the newest; any version if undefined or `$LATEST`
   * @throws AwsError
   */
  async update(
    location: Location,
    id: string,
    expected: string | undefined,
    settings: Partial<AssociationSettings>,
  ): Promise<AssociationState> {
    const { settings: old } = currentVersion(this.find(location, id));
    const Name = settings.Name ?? old.Name;
    const document = await findDocument(this.#options.documents, location, { ...settings, Name });
    const Targets = settings.Targets ?? (runsOnNodes(document) ? old.Targets : undefined);
    const complete = { ...settings, Name, ...(Targets !== undefined && { Targets }) };
    this.#check(complete, document);
    // The association may have been changed or deleted while the document was looked up.
    const association = this.find(location, id);
    checkVersion(currentVersion(association).number, expected);
    this.#putInForce(association, complete, document);
    return association;
  }

  /** @throws AwsError AssociationDoesNotExist */
  find(location: Location, id: string | undefined): AssociationState {
    const association = id === undefined ? undefined : this.#in(location).get(id);
    if (association === undefined) {
      throw new AwsError("AssociationDoesNotExist", "The specified association doesn't exist.");
    }
    return association;
  }

  all(location: Location): readonly AssociationState[] {
    return [...this.#in(location).values()];
  }

  /** Deletes an association. The automation that it started continues. @throws AwsError */
  delete(location: Location, id: string | undefined): void {
    const association = this.find(location, id);
    endTimers(association);
    this.#in(location).delete(association.id);
  }

  /** Runs associations now: all of them, or none if one does not exist. @throws AwsError */
  startOnce(location: Location, ids: readonly string[]): void {
    for (const association of ids.map((id) => this.find(location, id))) this.#run(association);
  }

  /**
   * Runs the associations of a document after its latest or default version changed. Never rejects.
   */
  async documentChanged(accountId: string, region: string, name: string): Promise<void> {
    const following = [...this.#associations.values()]
      .flatMap((inRegion) => [...inRegion.values()])
      .filter(({ location }) => location.region === region)
      .filter((association) => {
        const { settings } = currentVersion(association);
        return namesDocument(settings, association.location, accountId, name);
      });
    await Promise.all(following.map((association) => this.#followDocument(association)));
  }

  /** Cancels every timer. Automations that are in progress continue. */
  stop(): void {
    this.#hasStopped = true;
    for (const inRegion of this.#associations.values()) {
      for (const association of inRegion.values()) endTimers(association);
    }
  }

  #check(settings: AssociationSettings, document: AssociationDocument): void {
    checkSettings(settings, document);
    if (runsOnNodes(document) && this.#options.commands === undefined) {
      throw notImplemented("ssm", `CreateAssociation of ${document.type} documents`);
    }
  }

  #in(location: Location): Map<string, AssociationState> {
    const key = locationKey(location);
    const known = this.#associations.get(key) ?? new Map<string, AssociationState>();
    this.#associations.set(key, known);
    return known;
  }

  #putInForce(association: AssociationState, settings: AssociationSettings, document: AssociationDocument): void {
    const now = this.#options.clock.now();
    association.versions.push({ number: association.versions.length + 1, created: now, settings });
    association.documentVersion = document.version;
    association.timers.endSchedule();
    this.#schedule(association, now);
    association.timers.endWatch();
    // The watch begins before the run, so that a node that is added between them is not missed.
    if (runsOnNodes(document)) this.#watch(association);
    const { ScheduleExpression: expression, ApplyOnlyAtCronInterval: onlyAtCron } = settings;
    // AWS's CLI reference: if the time is past, the association runs now, even with ApplyOnlyAtCronInterval.
    const isPast = expression?.startsWith("at(") && readSchedule(expression).next(now, now) === undefined;
    if (onlyAtCron !== true || isPast) this.#run(association);
  }

  /** Runs the association on nodes that are added, unless it runs at the times of its schedule only. */
  #watch(association: AssociationState): void {
    const { location } = association;
    const { Targets, ApplyOnlyAtCronInterval: onlyAtCron } = currentVersion(association).settings;
    const { clock, watchNodes } = this.#options;
    const targets = realTargets(Targets);
    if (watchNodes === undefined || targets === undefined || onlyAtCron === true || this.#hasStopped) return;
    association.timers.endWatch = serveNewNodes({
      ...{ clock, watchNodes, location, targets },
      serve: (nodes) => this.#run(association, nodes),
      onError: (error) => explain(this.#options, association, error),
    });
  }

  /** Runs the association at every time of the current version's schedule. */
  #schedule(association: AssociationState, start: Date): void {
    const { ScheduleExpression: expression, ScheduleOffset: offset } = currentVersion(association).settings;
    if (expression === undefined || this.#hasStopped) return;
    const { clock } = this.#options;
    const schedule = readSchedule(expression, offset);
    const waitForNext = (): void => {
      const now = clock.now();
      const next = schedule.next(now, start);
      if (next === undefined) return;
      association.timers.endSchedule = clock.after(next.getTime() - now.getTime(), () => {
        // A timer can fire early by a fraction of a millisecond.
        if (clock.now() >= next) this.#run(association);
        waitForNext();
      });
    };
    waitForNext();
  }

  async #followDocument(association: AssociationState): Promise<void> {
    const { settings } = currentVersion(association);
    try {
      const document = await findDocument(this.#options.documents, association.location, settings);
      const isOther = document.version !== association.documentVersion;
      association.documentVersion = document.version;
      const isKept = this.#in(association.location).get(association.id) === association;
      if (isOther && isKept && settings.ApplyOnlyAtCronInterval !== true) this.#run(association);
    } catch (error) {
      // Usually the document was deleted; the next run then fails.
      explain(this.#options, association, error);
    }
  }

  #run(association: AssociationState, nodes?: readonly string[]): void {
    if (!this.#hasStopped) startRun(this.#options, association, nodes);
  }
}

function endTimers({ timers }: AssociationState): void {
  timers.endSchedule();
  timers.endLimit();
  timers.endWatch();
}

function checkVersion(newest: number, expected: string | undefined): void {
  if (expected !== undefined && expected !== "$LATEST" && expected !== String(newest)) {
    throw new AwsError(
      "InvalidAssociationVersion",
      `The version ${expected} is not the latest version of the association, which is ${String(newest)}.`,
    );
  }
  if (newest >= MAX_VERSIONS) {
    throw new AwsError(
      "AssociationVersionLimitExceeded",
      "You have reached the maximum number versions allowed for an association. Each association has a limit of 1,000 versions.",
    );
  }
}
