/**
 * Previews an execution without running it: expands locations, assumes roles and resolves targets as the execution would.
 */
import type { ExecutionPreview } from "@aws-sdk/client-ssm";
import { referencesIn } from "../../../document/references";
import { iamArn } from "../../../iam/arn";
import { documentArn, isAmazonDocument } from "../../../iam/resources/documents";
import { ApiCallError, AutomationError } from "../../../engine/errors";
import { runWithLimits } from "../../../engine/fan-out/limits";
import { expandTargetLocations } from "../../../engine/fan-out/target-locations";
import type { FoundDocument, Identity, Platform } from "../../../engine/ports";
import type { Location } from "../../../iam/location";
import type { StartRequest, Target } from "../../../engine/records";
import { stepPreviews } from "./step-impact";

export interface Preview {
  readonly preview: NonNullable<ExecutionPreview["Automation"]>;
  /** The accounts and Regions for which the preview failed, each with the reason. */
  readonly failures: readonly string[];
}

/** One account and Region in which the runbook would run. */
interface Place {
  readonly location: Location;
  /** The identity with which the runbook would run there. */
  readonly identity: () => Promise<Identity>;
  readonly hasRole: boolean;
  readonly targets: readonly Target[] | undefined;
  /** The name or ARN of the document there; undefined without target locations. */
  readonly documentName?: string;
}

/** The number of places that are previewed at a time. */
const CONCURRENCY = "10";

/** @throws AutomationError, ApiCallError if the execution as a whole could not start */
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
      // A document that is not shared with the account would make the execution fail there.
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
  // Each target map is one execution.
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
    pairs.map((at) => {
      const roleArn = iamArn(at, `role/${executionRoleName}`);
      const assumed = () => platform.identities.assume(at, identity, roleArn, `Preview-${previewId}`);
      const documentName = isAmazonDocument(found.name)
        ? found.name
        : documentArn({ ...location, region: at.region }, found.name);
      return { location: at, identity: assumed, hasRole: true, targets, documentName };
    }),
  );
}

/** The role with which the execution would start; empty if there is none. */
function roleOf({ document }: FoundDocument, { Parameters = {} }: StartRequest): string {
  const assumeRole = document.assumeRole ?? "";
  const [reference] = referencesIn(assumeRole);
  if (reference === undefined) return assumeRole;
  const value = Parameters[reference.name]?.[0] ?? document.parameters?.[reference.name]?.default ?? "";
  if (typeof value !== "string") {
    throw new AutomationError("ValidationException", `The parameter ${reference.name} is not the ARN of a role.`);
  }
  return value;
}

/** The document's target type without its leading slash, such as `AWS::EC2::Instance`; undefined if it has none. */
function targetTypeOf({ targetType }: FoundDocument): string | undefined {
  return targetType?.replace(/^\//, "") || undefined;
}
