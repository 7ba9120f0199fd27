/** The constraints on the members of State Manager's requests, from AWS's model of the service. */
import * as sdk from "@aws-sdk/client-ssm";
import { integer, list, required, structure, text, type Members } from "../../protocol/constraints";
import {
  documentArn,
  documentName,
  documentVersion,
  maxConcurrency,
  maxErrors,
  PAGE_MEMBERS,
  tagMembers,
  targetLocations,
  targetMaps,
  targets,
  uuid,
} from "../members";

const associationVersion = text({ pattern: /([$]LATEST)|([1-9][0-9]*)/ });
const instanceId = text({ pattern: /(i-(\w{8}|\w{17}))|(mi-\w{17})/ });

const settings: Members = {
  DocumentVersion: documentVersion,
  Targets: targets,
  ScheduleExpression: text({ min: 1, max: 256 }),
  OutputLocation: structure({
    S3Location: structure({
      OutputS3Region: text({ min: 3, max: 20 }),
      OutputS3BucketName: text({ min: 3, max: 63 }),
      OutputS3KeyPrefix: text({ max: 500 }),
    }),
  }),
  AssociationName: documentName,
  AutomationTargetParameterName: text({ min: 1, max: 50 }),
  MaxErrors: maxErrors,
  MaxConcurrency: maxConcurrency,
  ComplianceSeverity: text({ values: Object.values(sdk.AssociationComplianceSeverity) }),
  SyncCompliance: text({ values: Object.values(sdk.AssociationSyncCompliance) }),
  TargetLocations: targetLocations,
  ScheduleOffset: integer({ min: 1, max: 6 }),
  Duration: integer({ min: 1, max: 24 }),
  TargetMaps: targetMaps,
  AssociationDispatchAssumeRole: text({ min: 1, max: 512, pattern: /arn:aws(-[^:]+)?:iam::[0-9]{12}:role\/.+/ }),
};

export const createAssociation: Members = {
  Name: required(documentArn),
  InstanceId: instanceId,
  Tags: list(tagMembers, { max: 1000 }),
  ...settings,
};

/** Entries are checked one by one, so that an invalid entry does not block the others. */
export const createAssociationBatch: Members = { Entries: required(list(() => [], { min: 1 })) };

export const updateAssociation: Members = {
  AssociationId: required(uuid),
  AssociationVersion: associationVersion,
  Name: documentArn,
  ...settings,
};

export const namedAssociation: Members = {
  AssociationId: uuid,
  AssociationVersion: associationVersion,
  Name: documentArn,
  InstanceId: instanceId,
};

export const listAssociations: Members = {
  AssociationFilterList: list(
    structure({
      key: required(text({ values: Object.values(sdk.AssociationFilterKey) })),
      value: required(text({ min: 1 })),
    }),
    { min: 1 },
  ),
  ...PAGE_MEMBERS,
};

export const listAssociationVersions: Members = { AssociationId: required(uuid), ...PAGE_MEMBERS };

export const describeAssociationExecutions: Members = {
  AssociationId: required(uuid),
  Filters: list(
    structure({
      Key: required(text({ values: Object.values(sdk.AssociationExecutionFilterKey) })),
      Value: required(text({ min: 1 })),
      Type: required(text({ values: Object.values(sdk.AssociationFilterOperatorType) })),
    }),
    { min: 1 },
  ),
  ...PAGE_MEMBERS,
};

export const describeAssociationExecutionTargets: Members = {
  AssociationId: required(uuid),
  ExecutionId: required(uuid),
  Filters: list(
    structure({
      Key: required(text({ values: Object.values(sdk.AssociationExecutionTargetsFilterKey) })),
      Value: required(text({ min: 1 })),
    }),
    { min: 1 },
  ),
  ...PAGE_MEMBERS,
};

export const startAssociationsOnce: Members = {
  AssociationIds: required(list(uuid, { min: 1, max: 10 })),
};
