/**
 * Systems Manager's DescribeInstancePatchStates: the last result of AWS-RunPatchBaseline on each node. A node on which it has not
 * run is left out, as on AWS.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstancePatchStates.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { locationKey } from "../../../iam/location";
import type { PatchState } from "../../machines/agent/agent-state";
import { checkConstraints, integer, list, required, text } from "../../protocol/constraints";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import { locationOf } from "../../protocol/location";
import { page } from "../../protocol/pages";
import type { ManagedNodes } from "./managed-nodes";

type Input = sdk.DescribeInstancePatchStatesRequest;

export const INSTANCE_ID = /^(i-(\w{8}|\w{17})|mi-\w{17})$/;
const MOST_IDS = 50;
const PAGE_SIZE = 50;
/** The tags that put a node into a patch group. */
const PATCH_GROUP_TAGS = ["Patch Group", "PatchGroup"];

interface Sources {
  readonly nodes: Pick<ManagedNodes, "of">;
  /** Undefined if AWS-RunPatchBaseline has not run on the node. */
  readonly lastPatched: (instanceId: string) => PatchState | undefined;
}

export function describeInstancePatchStates({ nodes, lastPatched }: Sources): JsonOperation {
  return jsonOperation<Input, sdk.DescribeInstancePatchStatesResult>(
    sdk.DescribeInstancePatchStates$,
    async (input, request) => {
      checkConstraints(input, {
        InstanceIds: required(list(text({ pattern: INSTANCE_ID }), { max: MOST_IDS })),
        MaxResults: integer({ min: 10, max: 100 }),
      });
      const location = locationOf(request);
      const ids = input.InstanceIds ?? [];
      const found = (await nodes.of(location)).flatMap(({ instance: { id, tags } }) => {
        const state = ids.includes(id) ? lastPatched(id) : undefined;
        return state === undefined ? [] : [{ InstanceId: id, PatchGroup: patchGroup(tags), ...state }];
      });
      const { items, NextToken } = page(found, input, {
        defaultSize: PAGE_SIZE,
        keyOf: ({ InstanceId }) => InstanceId,
        query: ["DescribeInstancePatchStates", locationKey(location), ids],
      });
      return { InstancePatchStates: [...items], NextToken };
    },
  );
}

function patchGroup(tags: Readonly<Record<string, string>>): string {
  return PATCH_GROUP_TAGS.map((key) => tags[key]).find((value) => value !== undefined) ?? "";
}
