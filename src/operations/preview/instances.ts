/**
 * The instances that a request selects in each account and Region, as Automation selects them: stopped ones as well, terminated
 * ones not. https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-map-targets.html
 */
import type { RequestPlace, RequestTarget, ResolvedRequest } from "../request/request";
import type { Facts } from "./facts";
import type { Ec2Instance, InstanceSelection } from "./ports";

export interface InstancesAt {
  readonly place: RequestPlace;
  /** Undefined if they are not known: AWS refused, or the targets are not instances that EC2 can list. */
  readonly instances: readonly Ec2Instance[] | undefined;
}

const INSTANCE = "AWS::EC2::Instance";

/** Whether the request selects instances at all; otherwise the runbook runs once in each place. */
export function hasTargets({ targetParameter }: ResolvedRequest): boolean {
  return targetParameter !== undefined;
}

/** How EC2 is asked for the targets of a place; undefined for a resource group, whose members only its own service knows. */
export function selectionOf(
  { targets, runbook: { targetType } }: Pick<ResolvedRequest, "targets" | "runbook">,
  place: RequestPlace,
): InstanceSelection | undefined {
  if (targetType !== undefined && targetType !== "/" && targetType !== `/${INSTANCE}`) return undefined;
  if (place.instances !== undefined) return { by: "ids", ids: place.instances };
  const tags: { key: string; values: readonly string[] }[] = [];
  for (const { Key, Values } of targets) {
    if (Key.startsWith("tag:")) tags.push({ key: Key.slice("tag:".length), values: Values });
    else if (Key !== INSTANCE) return idsOf({ Key, Values });
  }
  return { by: "tags", tags };
}

function idsOf({ Key, Values }: RequestTarget): InstanceSelection | undefined {
  return Key === "ParameterValues" || Key === "InstanceIds" ? { by: "ids", ids: Values } : undefined;
}

/** The instances of every place, read at the same time. */
export async function instancesOf(request: ResolvedRequest, facts: Facts): Promise<readonly InstancesAt[]> {
  return Promise.all(
    request.places.map(async (place) => {
      const selection = hasTargets(request) ? selectionOf(request, place) : undefined;
      if (selection === undefined) return { place, instances: undefined };
      const found = await facts.instances(place.account.id, place.region, selection);
      return { place, instances: found?.value };
    }),
  );
}
