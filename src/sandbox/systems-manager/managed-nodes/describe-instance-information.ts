/**
 * Systems Manager's DescribeInstanceInformation.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html
 */
import * as sdk from "@aws-sdk/client-ssm";
import type { Clock } from "../../../engine/ports";
import { locationKey, type Location } from "../../../iam/location";
import { AwsError } from "../../protocol/aws-error";
import { checkConstraints, integer, list, required, structure, text } from "../../protocol/constraints";
import { jsonOperation, type JsonOperation } from "../../protocol/json";
import { page } from "../../protocol/pages";
import { locationOf } from "../../protocol/location";
import type { ManagedNode, ManagedNodes } from "./managed-nodes";

type Input = sdk.DescribeInstanceInformationRequest;

interface Filter {
  readonly key: string;
  readonly values: readonly string[];
}

/** AWS's page size if MaxResults is left out. */
const PAGE_SIZE = 10;
const INSTANCE_ID = /^(i-(\w{8}|\w{17})|mi-\w{17})$/;

/** The members that are about the node's associations; none if no association has run there. */
export type NodeAssociations = Pick<
  sdk.InstanceInformation,
  | "AssociationStatus"
  | "AssociationOverview"
  | "LastAssociationExecutionDate"
  | "LastSuccessfulAssociationExecutionDate"
>;

interface Sources {
  readonly nodes: Pick<ManagedNodes, "of">;
  /** By the node's id. */
  readonly associationsIn: (location: Location) => ReadonlyMap<string, NodeAssociations>;
  readonly clock: Clock;
  /** The version of a node's agent after updates of it. @default the one in the node's description */
  readonly updatedTo?: (instanceId: string) => string | undefined;
}

/** A node with what its associations say. */
interface Entry extends ManagedNode {
  readonly associations: NodeAssociations;
}

export function describeInstanceInformation({ nodes, associationsIn, clock, updatedTo }: Sources): JsonOperation {
  return jsonOperation<Input, sdk.DescribeInstanceInformationResult>(
    sdk.DescribeInstanceInformation$,
    async (input, request) => {
      const location = locationOf(request);
      const filters = readFilters(input);
      const associations = associationsIn(location);
      const found = (await nodes.of(location))
        .filter(isKnown)
        .map((node) => withAgent(node, updatedTo?.(node.instance.id)))
        .map((node) => ({ ...node, associations: associations.get(node.instance.id) ?? {} }))
        .filter((node) => filters.every((filter) => matches(node, filter)));
      const { items, NextToken } = page(found, input, {
        defaultSize: PAGE_SIZE,
        keyOf: ({ instance }) => instance.id,
        query: ["DescribeInstanceInformation", locationKey(location), filters],
      });
      return { InstanceInformationList: items.map((node) => information(node, clock.now())), NextToken };
    },
  );
}

function withAgent(node: ManagedNode, version: string | undefined): ManagedNode {
  if (version === undefined) return node;
  const { description } = node;
  return { ...node, description: { ...description, agent: { ...description.agent, version } } };
}

/** The API Reference: "Stopped and terminated nodes are not returned." */
function isKnown({ instance }: ManagedNode): boolean {
  return instance.state === "running" || instance.state === "pending";
}

function information({ instance, description, iamRole, registered, lost, associations }: Entry, now: Date) {
  return {
    InstanceId: instance.id,
    PingStatus: pingStatus(lost),
    LastPingDateTime: lost?.since ?? now,
    AgentVersion: description.agent.version,
    IsLatestVersion: description.agent.version === description.agent.latestVersion,
    PlatformType: description.platform.type,
    PlatformName: description.platform.name,
    PlatformVersion: description.platform.version,
    IamRole: iamRole,
    RegistrationDate: registered,
    ResourceType: sdk.ResourceType.EC2_INSTANCE,
    IPAddress: instance.privateIp,
    ComputerName: description.hostname,
    SourceId: instance.id,
    SourceType: sdk.SourceType.AWS_EC2_INSTANCE,
    ...associations,
  };
}

function pingStatus(lost: ManagedNode["lost"]): sdk.PingStatus {
  return lost === undefined ? sdk.PingStatus.ONLINE : sdk.PingStatus.CONNECTION_LOST;
}

/** The value of a node for each filter key. */
const VALUES: Readonly<Record<string, (node: Entry) => string | undefined>> = {
  ActivationIds: () => undefined,
  AgentVersion: ({ description }) => description.agent.version,
  AssociationStatus: ({ associations }) => associations.AssociationStatus,
  IamRole: ({ iamRole }) => iamRole,
  InstanceIds: ({ instance }) => instance.id,
  PingStatus: ({ lost }) => pingStatus(lost),
  PlatformType: ({ description }) => description.platform.type,
  PlatformTypes: ({ description }) => description.platform.type,
  ResourceType: () => sdk.ResourceType.EC2_INSTANCE,
  SourceIds: ({ instance }) => instance.id,
  SourceTypes: () => sdk.SourceType.AWS_EC2_INSTANCE,
};

/** The values of the filter keys that AWS enumerates; AWS refuses others. */
const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  PingStatus: Object.values(sdk.PingStatus),
  PlatformType: Object.values(sdk.PlatformType),
  PlatformTypes: Object.values(sdk.PlatformType),
  ResourceType: Object.values(sdk.ResourceType),
  SourceTypes: Object.values(sdk.SourceType),
};

function matches(node: Entry, { key, values }: Filter): boolean {
  if (key === "tag-key") return values.some((tag) => Object.hasOwn(node.instance.tags, tag));
  const value = key.startsWith("tag:") ? node.instance.tags[key.slice("tag:".length)] : VALUES[key]?.(node);
  return value !== undefined && values.includes(value);
}

const values = required(list(text({ min: 1 }), { min: 1, max: 100 }));

/** @throws AwsError as AWS refuses the request */
function readFilters(input: Input): readonly Filter[] {
  checkConstraints(input, {
    MaxResults: integer({ min: 5, max: 50 }),
    Filters: list(structure({ Key: required(text({ min: 1 })), Values: values })),
    InstanceInformationFilterList: list(
      structure({ key: required(text({ values: Object.values(sdk.InstanceInformationFilterKey) })), valueSet: values }),
    ),
  });
  const { Filters: filters = [], InstanceInformationFilterList: legacy = [] } = input;
  if (filters.length > 0 && legacy.length > 0) {
    // AWS documents that this is an error, but not which one.
    throw new AwsError("ValidationException", "Use either Filters or InstanceInformationFilterList, not both.");
  }
  const read = [
    ...filters.map(({ Key: key = "", Values = [] }) => ({ key, values: Values })),
    ...legacy.map(({ key = "", valueSet = [] }) => ({ key: String(key), values: valueSet })),
  ];
  read.forEach(checkFilter);
  if (read.length > 1 && read.some(({ key }) => isTagKey(key))) {
    throw new AwsError("InvalidFilterKey", "A filter by tag cannot be combined with other filters.");
  }
  return read;
}

function checkFilter({ key, values }: Filter): void {
  if (!isTagKey(key) && !Object.hasOwn(VALUES, key)) {
    throw new AwsError("InvalidFilterKey", `The specified key is not valid: ${key}.`);
  }
  // A well-formed id of no node is not an error: people poll with this filter until a node appears.
  const malformed = key === "InstanceIds" ? values.find((value) => !INSTANCE_ID.test(value)) : undefined;
  if (malformed !== undefined)
    throw new AwsError("InvalidInstanceId", `${malformed} is not a valid id of a managed node.`);
  const other = values.find((value) => KNOWN_VALUES[key]?.includes(value) === false);
  if (other !== undefined) {
    throw new AwsError("InvalidInstanceInformationFilterValue", `The specified filter value is not valid: ${other}.`);
  }
}

function isTagKey(key: string): boolean {
  return key === "tag-key" || key.startsWith("tag:");
}
