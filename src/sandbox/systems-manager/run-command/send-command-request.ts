/**
 * The constraints on SendCommand's request.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
import { NotificationEvent, NotificationType, DocumentHashType, type SendCommandRequest } from "@aws-sdk/client-ssm";
import { AwsError } from "../../protocol/aws-error";
import {
  checkConstraints,
  integer,
  list,
  map,
  required,
  structure,
  text,
  type Members,
} from "../../protocol/constraints";

/** SendCommand's defaults. */
export const DEFAULT_LIMITS = { maxConcurrency: "50", maxErrors: "0" } as const;
/** Seconds. */
export const DEFAULT_TIMEOUT = 3600;

export const instanceId = text({ pattern: /(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$)/ });
export const commandId = text({ min: 36, max: 36 });

const MEMBERS: Members = {
  DocumentName: required(text({ pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/ })),
  DocumentVersion: text({ pattern: /([$]LATEST|[$]DEFAULT|^[1-9][0-9]*$)/ }),
  DocumentHash: text({ max: 256 }),
  DocumentHashType: text({ values: Object.values(DocumentHashType) }),
  InstanceIds: list(instanceId, { max: 50 }),
  Targets: list(
    structure({
      Key: text({ min: 1, max: 163, pattern: /[\p{L}\p{Z}\p{N}_.:/=\-@]*/u }),
      Values: list(text(), { max: 50 }),
    }),
    { max: 5 },
  ),
  Parameters: map(text(), list(text())),
  TimeoutSeconds: integer({ min: 30, max: 2_592_000 }),
  Comment: text({ max: 100 }),
  OutputS3Region: text({ min: 3, max: 20 }),
  OutputS3BucketName: text({ min: 3, max: 63 }),
  OutputS3KeyPrefix: text({ max: 500 }),
  MaxConcurrency: text({ min: 1, max: 7, pattern: /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/ }),
  MaxErrors: text({ min: 1, max: 7, pattern: /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/ }),
  NotificationConfig: structure({
    NotificationEvents: list(text({ values: Object.values(NotificationEvent) })),
    NotificationType: text({ values: Object.values(NotificationType) }),
  }),
};

/** @throws AwsError ValidationException, DuplicateInstanceId */
export function checkSendCommand(input: SendCommandRequest): void {
  checkConstraints(input, MEMBERS);
  const { InstanceIds: ids = [], Targets: targets = [] } = input;
  // AWS documents that one of the two is required, but not the error for none or both.
  if (ids.length === 0 && targets.length === 0) {
    throw new AwsError("ValidationException", "Select the nodes of the command with InstanceIds or with Targets.");
  }
  if (ids.length > 0 && targets.length > 0) {
    throw new AwsError("ValidationException", "Use either InstanceIds or Targets, not both.");
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError("DuplicateInstanceId", "You cannot specify an instance ID in more than one association.");
  }
}
