/** Previews a start: what it would touch, how long it would take, what it would cost, and what would go wrong. Starts nothing. */
import type { CatalogueEntry } from "../../catalogue/catalogue";
import { deployedRunbook } from "../../catalogue/deployed-runbook";
import { allAccounts, type Account, type Fleet } from "../../fleet/model";
import { outputPlace } from "../../fleet/names";
import type { RequestPlace, ResolvedRequest } from "../request/request";
import { accountsOf } from "../request/request";
import { partsOf } from "../request/parts";
import { costOf, type CostBounds } from "./cost";
import { durationOf, type DurationBounds } from "./duration";
import { Facts } from "./facts";
import type { Finding, Unchecked } from "./finding";
import { instancesOf, type InstancesAt } from "./instances";
import type { ExecutionPreview, PreviewReader } from "./ports";
import type { ProbeContext } from "./probe";
import { PROBES } from "./probe-table";
import { runBounds } from "./run-bounds";

export interface PreviewOptions {
  readonly fleet: Fleet;
  readonly request: ResolvedRequest;
  /** The request's runbook as the repository has it. */
  readonly entry: CatalogueEntry;
  readonly reader: PreviewReader;
}

export interface Preview {
  readonly request: ResolvedRequest;
  /** The version that would start; undefined if it is missing, or could not be read. */
  readonly documentVersion: string | undefined;
  readonly places: readonly InstancesAt[];
  /** Accounts where runbooks act and this start does not. */
  readonly untouched: readonly Account[];
  /** Ids of accounts that AWS has in the units of the touched ones, and the fleet file has not. */
  readonly unlisted: readonly string[];
  /** Whether the accounts were compared with AWS Organizations; otherwise they are known from the fleet file alone. */
  readonly fromOrganizations: boolean;
  /** Undefined if the instances are not known. */
  readonly duration: DurationBounds | undefined;
  /** Why there is no longest time. */
  readonly unbounded: string | undefined;
  readonly cost: CostBounds | undefined;
  /** AWS's own answer to the first part; undefined if it gave none. */
  readonly executionPreview: ExecutionPreview | undefined;
  readonly parts: number;
  /** What would go wrong, in the order in which it is mended. */
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
}

export async function preview(options: PreviewOptions): Promise<Preview> {
  const { fleet, request } = options;
  const context = contextOf(options);
  const { facts } = context;
  const parts = partsOf(request);
  const run = runBounds(request.runbook.document);
  const [places, findings, unlisted, document, executionPreview] = await Promise.all([
    context.instances(),
    findingsOf(context, () => true),
    unlistedAccounts(context),
    facts.document(request.documentName, request.documentVersion, fleet.homeRegion),
    previewByAws(facts, parts[0]?.input),
  ]);
  const touched = new Set(context.accounts.map(({ id }) => id));
  return {
    request,
    documentVersion: document?.value?.version,
    places,
    untouched: allAccounts(fleet).filter(({ id, isTarget }) => isTarget && !touched.has(id)),
    unlisted: unlisted ?? [],
    fromOrganizations: unlisted !== undefined,
    duration: durationOf(request, places, run),
    unbounded: run.unbounded,
    cost: costOf(request, places, run),
    executionPreview,
    parts: parts.length,
    findings,
    unchecked: facts.unchecked,
  };
}

export interface QuickCheck {
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
}

/**
 * The cheap part of a preview, which `start` runs before it starts: a few calls in the administrator account and none in the target
 * accounts, whatever number of accounts there is. Findings with severity `error` mean that the start, or parts of it, would fail.
 */
export async function quickCheck(options: PreviewOptions): Promise<QuickCheck> {
  const context = contextOf(options);
  const findings = await findingsOf(context, ({ cheap }) => cheap);
  return { findings, unchecked: context.facts.unchecked };
}

function contextOf({ fleet, request, entry: own, reader }: PreviewOptions): ProbeContext {
  const entry = deployedRunbook(own, outputPlace(fleet));
  const facts = new Facts(reader);
  let instances: Promise<readonly InstancesAt[]> | undefined;
  return {
    ...{ fleet, request, entry, facts },
    regions: regionsOf(request.places),
    accounts: accountsOf(request.places),
    instances: () => (instances ??= instancesOf(request, facts)),
  };
}

async function findingsOf(
  context: ProbeContext,
  runs: (probe: (typeof PROBES)[number]) => boolean,
): Promise<readonly Finding[]> {
  const found = await Promise.all(PROBES.filter(runs).map((probe) => probe.find(context)));
  return found.flat();
}

/** Undefined if AWS Organizations could not be asked. */
async function unlistedAccounts({ fleet, accounts, facts }: ProbeContext): Promise<readonly string[] | undefined> {
  const known = new Set(allAccounts(fleet).map(({ id }) => id));
  const units = [...new Set(accounts.map(({ parentId }) => parentId))];
  const members = await Promise.all(units.map((unit) => facts.accountsIn(unit)));
  if (members.some((each) => each === undefined)) return undefined;
  return members.flatMap((each) => each?.value ?? []).filter((id) => !known.has(id));
}

async function previewByAws(
  facts: Facts,
  input: ReturnType<typeof partsOf>[number]["input"] | undefined,
): Promise<ExecutionPreview | undefined> {
  if (input === undefined) return undefined;
  const { DocumentName, DocumentVersion, Parameters, TargetParameterName, Targets, TargetLocations } = input;
  const asked = { DocumentName, DocumentVersion, Parameters, TargetParameterName, Targets, TargetLocations };
  return (await facts.executionPreview(asked))?.value;
}

function regionsOf(places: readonly RequestPlace[]): readonly string[] {
  return [...new Set(places.map(({ region }) => region))];
}
