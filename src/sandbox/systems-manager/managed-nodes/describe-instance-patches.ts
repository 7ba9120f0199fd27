/**
 * Systems Manager's DescribeInstancePatches: what the last AWS-RunPatchBaseline says of each patch that the node's description names.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstancePatches.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { locationKey } from "../../../iam/location";
import type { FoundPatch } from "../../machines/agent/agent-state";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, integer, list, required, structure, text } from "../../protocol/constraints";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import { locationOf } from "../../protocol/location";
import { page } from "../../protocol/pages";
import { INSTANCE_ID } from "./describe-instance-patch-states";
import type { ManagedNodes } from "./managed-nodes";

const PAGE_SIZE = 50;
/** AWS's date of a patch that is not installed. */
const NEVER = new Date(0);

/** The member of a patch that each filter compares. */
const FILTERS: Readonly<Record<string, "Classification" | "KBId" | "Severity" | "State">> = {
  Classification: "Classification",
  KBId: "KBId",
  Severity: "Severity",
  State: "State",
};

interface Sources {
  readonly nodes: Pick<ManagedNodes, "of">;
  readonly foundPatches: (instanceId: string) => readonly FoundPatch[];
}

export function describeInstancePatches({ nodes, foundPatches }: Sources): JsonOperation {
  return jsonOperation<Partial<sdk.DescribeInstancePatchesRequest>, sdk.DescribeInstancePatchesResult>(
    sdk.DescribeInstancePatches$,
    async (input, request) => {
      checkConstraints(input, {
        InstanceId: required(text({ pattern: INSTANCE_ID })),
        Filters: list(structure({ Key: text({ min: 1, max: 128 }) }), { max: 5 }),
        MaxResults: integer({ min: 10, max: 100 }),
      });
      const { InstanceId = "", Filters = [] } = input;
      const location = locationOf(request);
      if (!(await nodes.of(location)).some(({ instance: { id } }) => id === InstanceId)) {
        throw new AwsError(
          "InvalidInstanceId",
          `Instance ${InstanceId} is not a managed node of this account and Region.`,
        );
      }
      const found = foundPatches(InstanceId)
        .map(described)
        .filter((patch) => Filters.every((filter) => fits(patch, filter)));
      const { items, NextToken } = page(found, input, {
        defaultSize: PAGE_SIZE,
        keyOf: ({ KBId = "" }) => KBId,
        query: ["DescribeInstancePatches", locationKey(location), InstanceId, Filters],
      });
      return { Patches: [...items], NextToken };
    },
  );
}

/**
 * The description of a node has no classification and no severity of a patch. AWS's documentation prints states as `Missing`, its model has
 * `MISSING`.
 */
function described({ name, state, installed = NEVER }: FoundPatch): sdk.PatchComplianceData {
  const KBId = /\bKB\d+\b/.exec(name)?.[0] ?? name;
  const State = state as sdk.PatchComplianceDataState;
  return { Title: name, KBId, Classification: "", Severity: "", State, InstalledTime: installed };
}

/** @throws AwsError InvalidFilter */
function fits(patch: sdk.PatchComplianceData, { Key = "", Values = [] }: sdk.PatchOrchestratorFilter): boolean {
  const member = Object.hasOwn(FILTERS, Key) ? FILTERS[Key] : undefined;
  if (member === undefined) {
    const message = `The filter ${Key} is not valid. Filters are ${Object.keys(FILTERS).join(", ")}.`;
    throw new AwsError("InvalidFilter", message);
  }
  return Values.map(spelled).includes(spelled(patch[member] ?? ""));
}

/** The same for `InstalledPendingReboot` and `INSTALLED_PENDING_REBOOT`. */
function spelled(value: string): string {
  return value.replaceAll("_", "").toLowerCase();
}
