/**
 * What the sandbox stores without effect, and what it refuses because storing it would deceive: it could not be read back, changed
 * or deleted, or it would never do anything. docs/sandbox-services.md lists both, and a test holds the page to these tables.
 */

export interface Refused {
  /** The service's signing name. */
  readonly service: string;
  readonly operations: readonly string[];
  readonly why: string;
}

export const REFUSED: readonly Refused[] = [
  {
    service: "ssm",
    operations: ["CreatePatchBaseline", "RegisterPatchBaselineForPatchGroup"],
    why: "a patch baseline cannot be read back, and no node is patched by one",
  },
  {
    service: "ssm",
    operations: ["CreateMaintenanceWindow", "RegisterTargetWithMaintenanceWindow", "RegisterTaskWithMaintenanceWindow"],
    why: "a maintenance window never opens, and it, its targets and its tasks cannot be changed",
  },
];

/** Refused in some cases only; `events/targets.ts` decides. */
export const REFUSED_CASES: readonly Refused[] = [
  {
    service: "events",
    operations: ["PutTargets"],
    why: "of a rule with a schedule, which never fires, and of targets to which no event is delivered: all but SQS queues, log groups and event buses",
  },
];

export interface StoredOnly {
  readonly service: string;
  readonly what: string;
  readonly missing: string;
}

export const STORED_ONLY: readonly StoredOnly[] = [
  { service: "CloudTrail", what: "trails", missing: "no log is written" },
  { service: "CloudWatch", what: "alarms", missing: "they are not evaluated; `SetAlarmState` sets their state" },
  { service: "EC2", what: "flow logs", missing: "no log is written" },
  { service: "EventBridge", what: "rules with a schedule", missing: "they never fire" },
  { service: "EventBridge Scheduler", what: "schedules", missing: "they never run" },
  { service: "S3", what: "lifecycle rules, replication, inventory", missing: "nothing is expired, copied or listed" },
  {
    service: "SNS",
    what: "subscriptions other than SQS queues and Lambda functions",
    missing: "nothing leaves the machine",
  },
  {
    service: "Systems Manager",
    what: "service settings other than public sharing",
    missing: "they change nothing",
  },
];
