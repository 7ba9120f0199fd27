/**
 * What an execution would touch, found out without running it: locations are expanded, roles assumed and targets resolved
 * as the execution itself would.
 */
import type { ExecutionPreview } from "@aws-sdk/client-ssm";
import { referencesIn } from "../../../document/references";
import { isAmazonDocument } from "../../../iam/resources/documents";
import { ApiCallError, AutomationError } from "../../../engine/errors";
import { runWithLimits } from "../../../engine/fan-out/limits";
import { expandTargetLocations } from "../../../engine/fan-out/target-locations";
import type { FoundDocument, Identity, Location, Platform } from "../../../engine/ports";
import type { StartRequest, Target } from "../../../engine/records";
import { stepPreviews } from "./step-impact";

export interface Preview {
  readonly preview: NonNullable<ExecutionPreview["Automation"]>;
  /** Accounts and Regions of which nothing could be found out, and why. */
  readonly failures: readonly string[];
}

/** One account and Region in which the runbook would run. */
interface Place {
  readonly location: Location;
  /** Whoever the runbook would run as there. */
  readonly identity: () => Promise<Identity>;
  readonly hasRole: boolean;
  readonly targets: readonly Target[] | undefined;
  /** The document's name or ARN there, where it is another account or Region than the one that was asked. */
  readonly documentName?: string;
}

/** Places that are looked at at a time. */
const CONCURRENCY = "10";

/** @throws AutomationError, ApiCallError for what keeps the whole execution from starting */
export async function previewExecution(
  platform: Platform,
  location: Location,
  caller: Identity,
  previewId: string,
  found: FoundDocument,
  request: StartRequest,
): Promise<Preview> {
  const places = await placesOf(platform, location, caller, previewId, found, request);
  const failures: string[] = [];
  let count = 0;
  const look = async (place: Place): Promise<boolean> => {
    const { location: at, targets, documentName } = place;
    try {
      const identity = await place.identity();
      // That a document is not shared with an account is better known before.
      if (documentName !== undefined) await platform.documents.find(at, identity, documentName, found.version);
      if (targets !== undefined) {
        const world = platform.world(at, identity, place.hasRole);
        const resources = await world.targets.resolve(targets, found.targetType, new AbortController().signal);
        count += resources.length;
      }
      return true;
    } catch (error) {
      if (!(error instanceof ApiCallError) && !(error instanceof AutomationError)) throw error;
      failures.push(`${at.accountId} in ${at.region}: ${error.message}`);
      return false;
    }
  };
  await runWithLimits(places, { maxConcurrency: CONCURRENCY, maxErrors: "100%", ramp: false }, look);
  // One map of targets is one execution, whatever it names.
  const maps = (request.TargetMaps ?? []).length * places.length;
  const hasTargets = maps > 0 || places.some(({ targets }) => targets !== undefined);
  return {
    preview: {
      StepPreviews: stepPreviews(found.document),
      Regions: [...new Set(places.map(({ location: { region } }) => region))],
      TargetPreviews: hasTargets ? [{ Count: count + maps, TargetType: targetTypeOf(found) }] : [],
      TotalAccounts: new Set(places.map(({ location: { accountId } }) => accountId)).size,
    },
    failures,
  };
}

async function placesOf(
  platform: Platform,
  location: Location,
  caller: Identity,
  previewId: string,
  found: FoundDocument,
  request: StartRequest,
): Promise<readonly Place[]> {
  const role = roleOf(found, request);
  const identity =
    role === "" ? caller : await platform.identities.assumeForExecution(location, previewId, role, caller);
  if (request.TargetLocations === undefined) {
    const hasRole = role !== "";
    return [{ location, identity: () => Promise.resolve(identity), hasRole, targets: request.Targets }];
  }
  const expanded = await expandTargetLocations(request.TargetLocations, platform.organization, location, identity);
  return expanded.flatMap(({ location: { Targets: targets = request.Targets }, pairs, executionRoleName }) =>
    pairs.map(({ accountId, region }) => {
      const roleArn = `arn:${location.partition}:iam::${accountId}:role/${executionRoleName}`;
      const at = { partition: location.partition, accountId, region };
      const assumed = () => platform.identities.assume(at, identity, roleArn, `Preview-${previewId}`);
      const documentName = isAmazonDocument(found.name)
        ? found.name
        : `arn:${location.partition}:ssm:${region}:${location.accountId}:document/${found.name}`;
      return { location: at, identity: assumed, hasRole: true, targets, documentName };
    }),
  );
}

/** The role that the execution would be started with; empty: none. */
function roleOf({ document }: FoundDocument, { Parameters = {} }: StartRequest): string {
  const text = document.assumeRole ?? "";
  const [reference] = referencesIn(text);
  if (reference === undefined) return text;
  const value = Parameters[reference.name]?.[0] ?? document.parameters?.[reference.name]?.default ?? "";
  if (typeof value !== "string") {
    throw new AutomationError("ValidationException", `The parameter ${reference.name} is no role.`);
  }
  return value;
}

/** `AWS::EC2::Instance`, the document's target type without its slash; undefined where it has none. */
function targetTypeOf({ targetType }: FoundDocument): string | undefined {
  return targetType?.replace(/^\//, "") || undefined;
}
