/** Service settings of Automation: their ids on AWS, and the values that an account has in a Region by the fleet file. */
import type { Account } from "./model";

/** `True`: the quota of concurrent automations adapts, up to 500. https://docs.aws.amazon.com/systems-manager/latest/userguide/adaptive-concurrency.html */
export const ADAPTIVE_CONCURRENCY = "/ssm/automation/enable-adaptive-concurrency";
/** Seconds, 0 to 3600. https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-throttling-retry.html */
const THROTTLING_RETRY_LIMIT = "/ssm/automation/throttling-retry-time-limit";
/** `CloudWatch`. https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-logging.html */
const SCRIPT_LOG_DESTINATION = "/ssm/automation/customer-script-log-destination";
const SCRIPT_LOG_GROUP = "/ssm/automation/customer-script-log-group-name";

export interface AutomationSetting {
  /** Short name, part of the construct's id. */
  readonly name: string;
  /** `/ssm/automation/…` */
  readonly id: string;
  readonly value: string;
}

/** The settings that the fleet file gives the account in a Region; others stay as they are on AWS. */
export function automationSettings({ automation }: Account, region: string): readonly AutomationSetting[] {
  const { adaptiveConcurrency, throttlingRetrySeconds } = { ...automation, ...automation.regions?.[region] };
  const logGroup = scriptLogGroup(automation, region);
  return [
    ...(adaptiveConcurrency === undefined
      ? []
      : [
          {
            name: "adaptive-concurrency",
            id: ADAPTIVE_CONCURRENCY,
            value: adaptiveConcurrency ? "True" : "False",
          },
        ]),
    ...(throttlingRetrySeconds === undefined
      ? []
      : [{ name: "throttling-retry", id: THROTTLING_RETRY_LIMIT, value: String(throttlingRetrySeconds) }]),
    ...(logGroup === undefined
      ? []
      : [
          { name: "script-log-destination", id: SCRIPT_LOG_DESTINATION, value: "CloudWatch" },
          { name: "script-log-group", id: SCRIPT_LOG_GROUP, value: logGroup },
        ]),
  ];
}

/** The log group that gets the output of scripts in a Region; undefined if the fleet file names none. */
export function scriptLogGroup(automation: Account["automation"], region: string): string | undefined {
  return automation.regions?.[region]?.scriptLogGroup ?? automation.scriptLogGroup;
}
