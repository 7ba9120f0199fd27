/** Waits until EC2 instances and images have a state. */
import type { StepContext } from "../steps/action-runner";
import { StepFailure } from "../errors";
import type { JsonObject } from "../../document/json";
import { call } from "./api";
import { pollUntil } from "./polling";
import { at, listAt, stringAt } from "./responses";

export type InstanceState = "running" | "stopped" | "terminated";

/** States from which an instance can no longer reach the desired state. */
const DEAD_ENDS: Readonly<Record<InstanceState, ReadonlySet<string>>> = {
  running: new Set(["shutting-down", "terminated"]),
  stopped: new Set(["shutting-down", "terminated"]),
  terminated: new Set(),
};

/**
 * Waits until every instance is in the state. A running instance must also have passed both status checks.
 * @param deadEnds further states that end the wait with a failure
 * @param opening first sentence of the message of that failure
 * @returns the state of each, in the order of the IDs
 * @throws ApiCallError, StepFailure
 */
export function instancesAre(
  context: StepContext,
  instanceIds: readonly string[],
  wanted: InstanceState,
  { deadEnds = [], opening }: { readonly deadEnds?: readonly string[]; readonly opening?: string } = {},
): Promise<readonly string[]> {
  return pollUntil(context, async () => {
    const found = wanted === "running" ? await statuses(context, instanceIds) : await states(context, instanceIds);
    const lost = instanceIds.find((id) => {
      const state = found.get(id)?.state ?? "";
      return DEAD_ENDS[wanted].has(state) || deadEnds.includes(state);
    });
    if (lost !== undefined) {
      const message = `Instance ${lost} entered unexpected state: ${found.get(lost)?.state}`;
      throw new StepFailure(message, "PostVerification", "Verification", {}, undefined, opening);
    }
    const ready = instanceIds.every((id) => found.get(id)?.state === wanted && found.get(id)?.passed !== false);
    return ready ? instanceIds.map(() => wanted) : undefined;
  });
}

interface InstanceFacts {
  readonly state: string;
  /** Whether both status checks are passed; undefined if it does not matter. */
  readonly passed?: boolean;
}

async function statuses(
  context: StepContext,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, InstanceFacts>> {
  const parameters = { InstanceIds: instanceIds, IncludeAllInstances: true };
  const entries = await allPages(context, "DescribeInstanceStatus", parameters, "InstanceStatuses");
  return new Map(
    entries.map((entry) => [
      stringAt(entry, "InstanceId") ?? "",
      {
        state: stringAt(entry, "InstanceState", "Name") ?? "",
        passed: at(entry, "InstanceStatus", "Status") === "ok" && at(entry, "SystemStatus", "Status") === "ok",
      },
    ]),
  );
}

async function states(
  context: StepContext,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, InstanceFacts>> {
  const reservations = await allPages(context, "DescribeInstances", { InstanceIds: instanceIds }, "Reservations");
  return new Map(
    reservations
      .flatMap((reservation) => listAt(reservation, "Instances"))
      .map((instance) => [
        stringAt(instance, "InstanceId") ?? "",
        { state: stringAt(instance, "State", "Name") ?? "" },
      ]),
  );
}

async function allPages(context: StepContext, api: string, parameters: JsonObject, member: string) {
  const items = [];
  let token: string | undefined;
  do {
    const page = await call(context, "ec2", api, { ...parameters, ...(token !== undefined && { NextToken: token }) });
    items.push(...listAt(page, member));
    token = stringAt(page, "NextToken") || undefined;
  } while (token !== undefined);
  return items;
}

/** States from which an image can no longer become `available`. */
const FAILED_IMAGE = new Set(["failed", "error", "invalid", "deregistered"]);

/**
 * Waits until an image is available. @returns the outputs of the actions that create images
 * @throws ApiCallError; StepFailure, with these outputs
 */
export function imageIsAvailable(
  context: StepContext,
  imageId: string,
): Promise<{ readonly ImageId: string; readonly ImageState: string }> {
  return pollUntil(context, async () => {
    const [image] = listAt(await call(context, "ec2", "DescribeImages", { ImageIds: [imageId] }), "Images");
    // DescribeImages may not list a new image at once.
    const state = stringAt(image, "State") ?? "pending";
    const outputs = { ImageId: imageId, ImageState: state };
    if (state === "available") return outputs;
    if (!FAILED_IMAGE.has(state)) return undefined;
    const reason = stringAt(image, "StateReason", "Message");
    const message = `Image ${imageId} entered unexpected state: ${state}${reason === undefined ? "" : ` (${reason})`}`;
    throw new StepFailure(message, "PostVerification", "Verification", outputs);
  });
}
