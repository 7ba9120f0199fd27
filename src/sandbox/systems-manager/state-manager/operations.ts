/**
 * State Manager's operations of the Systems Manager API.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import { locationKey, type Location } from "../../../iam/location";
import { locationOf } from "../../protocol/location";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints } from "../../protocol/constraints";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import type { CallerRequest } from "../../protocol/message";
import { page, type Page } from "../../protocol/pages";
import { PAGE_SIZE } from "../members";
import { addTags } from "../tags";
import * as members from "./constraints";
import {
  associationExecution,
  describeAssociation,
  executionTarget,
  listedAssociation,
  versionInfo,
} from "./descriptions";
import { fitsAssociation, fitsExecution, fitsTarget } from "./filters";
import { currentVersion, type AssociationState, type AssociationSettings, type AssociationVersion } from "./state";
import type { StateManager } from "./state-manager";

export function associationOperations(manager: StateManager): readonly JsonOperation[] {
  return [...changes(manager), ...reads(manager)];
}

function changes(manager: StateManager): JsonOperation[] {
  return [
    jsonOperation<Partial<sdk.CreateAssociationRequest>, sdk.CreateAssociationResult>(
      sdk.CreateAssociation$,
      async (input, request) => ({ AssociationDescription: await create(manager, locationOf(request), input) }),
    ),
    jsonOperation<Partial<sdk.CreateAssociationBatchRequest>, sdk.CreateAssociationBatchResult>(
      sdk.CreateAssociationBatch$,
      async (input, request) => {
        checkConstraints(input, members.createAssociationBatch);
        const { Entries = [], AssociationDispatchAssumeRole } = input;
        return createBatch(manager, locationOf(request), Entries, AssociationDispatchAssumeRole);
      },
    ),
    jsonOperation<Partial<sdk.UpdateAssociationRequest>, sdk.UpdateAssociationResult>(
      sdk.UpdateAssociation$,
      async (input, request) => {
        checkConstraints(input, members.updateAssociation);
        const { AssociationId = "", AssociationVersion, ...settings } = input;
        const { Name, ...others } = settings;
        const association = await manager.update(locationOf(request), AssociationId, AssociationVersion, {
          ...others,
          ...(Name !== undefined && { Name }),
        });
        return { AssociationDescription: describeAssociation(association, currentVersion(association)) };
      },
    ),
    jsonOperation<sdk.DeleteAssociationRequest, sdk.DeleteAssociationResult>(
      sdk.DeleteAssociation$,
      (input, request) => {
        checkConstraints(input, members.namedAssociation);
        manager.delete(locationOf(request), input.AssociationId);
        return {};
      },
    ),
    jsonOperation<Partial<sdk.StartAssociationsOnceRequest>, sdk.StartAssociationsOnceResult>(
      sdk.StartAssociationsOnce$,
      (input, request) => {
        checkConstraints(input, members.startAssociationsOnce);
        manager.startOnce(locationOf(request), input.AssociationIds ?? []);
        return {};
      },
    ),
  ];
}

function reads(manager: StateManager): JsonOperation[] {
  return [
    jsonOperation<sdk.DescribeAssociationRequest, sdk.DescribeAssociationResult>(
      sdk.DescribeAssociation$,
      (input, request) => {
        checkConstraints(input, members.namedAssociation);
        const association = manager.find(locationOf(request), input.AssociationId);
        const version = versionOf(association, input.AssociationVersion);
        return { AssociationDescription: describeAssociation(association, version) };
      },
    ),
    jsonOperation<sdk.ListAssociationsRequest, sdk.ListAssociationsResult>(sdk.ListAssociations$, (input, request) => {
      checkConstraints(input, members.listAssociations);
      const { AssociationFilterList: filters = [] } = input;
      const all = manager
        .all(locationOf(request))
        .filter((association) => filters.every((filter) => fitsAssociation(association, filter)));
      const { items, NextToken } = pageOf(all, input, request, ({ id }) => id);
      return { Associations: items.map(listedAssociation), NextToken };
    }),
    jsonOperation<Partial<sdk.ListAssociationVersionsRequest>, sdk.ListAssociationVersionsResult>(
      sdk.ListAssociationVersions$,
      (input, request) => {
        checkConstraints(input, members.listAssociationVersions);
        const association = manager.find(locationOf(request), input.AssociationId);
        const { items, NextToken } = pageOf(association.versions, input, request, ({ number }) => String(number));
        return { AssociationVersions: items.map((version) => versionInfo(association, version)), NextToken };
      },
    ),
    jsonOperation<Partial<sdk.DescribeAssociationExecutionsRequest>, sdk.DescribeAssociationExecutionsResult>(
      sdk.DescribeAssociationExecutions$,
      (input, request) => {
        checkConstraints(input, members.describeAssociationExecutions);
        const association = manager.find(locationOf(request), input.AssociationId);
        const all = association.runs
          .map((run) => associationExecution(association, run))
          .filter((execution) => (input.Filters ?? []).every((filter) => fitsExecution(execution, filter)));
        const { items, NextToken } = pageOf(all, input, request, ({ ExecutionId = "" }) => ExecutionId);
        return { AssociationExecutions: [...items], NextToken };
      },
    ),
    jsonOperation<
      Partial<sdk.DescribeAssociationExecutionTargetsRequest>,
      sdk.DescribeAssociationExecutionTargetsResult
    >(sdk.DescribeAssociationExecutionTargets$, (input, request) => {
      checkConstraints(input, members.describeAssociationExecutionTargets);
      const association = manager.find(locationOf(request), input.AssociationId);
      const run = association.runs.find(({ id }) => id === input.ExecutionId);
      if (run === undefined) {
        const message = "The specified execution ID doesn't exist. Verify the ID number and try again.";
        throw new AwsError("AssociationExecutionDoesNotExist", message);
      }
      const all = (run.work?.targets() ?? [])
        .map((target) => executionTarget(association, run, target))
        .filter((target) => (input.Filters ?? []).every((filter) => fitsTarget(target, filter)));
      const { items, NextToken } = pageOf(all, input, request, ({ ResourceId = "" }) => ResourceId);
      return { AssociationExecutionTargets: [...items], NextToken };
    }),
  ];
}

async function create(
  manager: StateManager,
  location: Location,
  input: Partial<sdk.CreateAssociationRequest>,
): Promise<sdk.AssociationDescription> {
  checkConstraints(input, members.createAssociation);
  const { InstanceId, Tags = [], Name = "", ...others } = input;
  if (InstanceId !== undefined) {
    // AWS accepts InstanceId only for older schema versions, which no document of the sandbox has.
    const message = "Document schema version is not supported by association that is created with instance id";
    throw new AwsError("InvalidDocument", `${message}: use Targets with the key InstanceIds.`);
  }
  const settings: AssociationSettings = { ...others, Name };
  const tags = new Map<string, string>();
  addTags(tags, Tags);
  const association = await manager.create(location, settings, tags);
  return describeAssociation(association, currentVersion(association));
}

async function createBatch(
  manager: StateManager,
  location: Location,
  entries: readonly sdk.CreateAssociationBatchRequestEntry[],
  AssociationDispatchAssumeRole: string | undefined,
): Promise<sdk.CreateAssociationBatchResult> {
  const Successful: sdk.AssociationDescription[] = [];
  const Failed: sdk.FailedCreateAssociation[] = [];
  for (const entry of entries) {
    try {
      Successful.push(await create(manager, location, { ...entry, AssociationDispatchAssumeRole }));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Entry: entry, Message: error.message, Fault: "Client" });
    }
  }
  return { Successful, Failed };
}

function versionOf(association: AssociationState, asked: string | undefined): AssociationVersion {
  if (asked === undefined || asked === "$LATEST") return currentVersion(association);
  const version = association.versions.find(({ number }) => String(number) === asked);
  if (version === undefined) {
    const message =
      "The version you specified isn't valid. Use ListAssociationVersions to view all versions of an association according to the association ID. Or, use the $LATEST parameter to view the latest version of the association.";
    throw new AwsError("InvalidAssociationVersion", message);
  }
  return version;
}

function pageOf<T>(
  all: readonly T[],
  input: sdk.ListAssociationsRequest,
  request: CallerRequest,
  keyOf: (item: T) => string,
): Page<T> {
  const asked = { ...input, MaxResults: undefined, NextToken: undefined };
  const query = [request.operation, locationKey(locationOf(request)), asked];
  return page(all, input, { defaultSize: PAGE_SIZE, keyOf, query });
}
