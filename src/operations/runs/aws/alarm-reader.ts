/** Reads CloudWatch alarms: in the caller's account with the caller's own credentials, elsewhere with the reader roles. */
import type { AccountAccess } from "../../collect/aws/readers";
import type { AlarmReader } from "../alarms";

export function alarmReader(access: AccountAccess): AlarmReader {
  return async ({ name, accountId, region }) => {
    // Loaded here because most runs have no alarm.
    const { CloudWatchClient, DescribeAlarmsCommand } = await import("@aws-sdk/client-cloudwatch");
    const calls = await access.at(accountId, region, (connection) => new CloudWatchClient(connection));
    const { MetricAlarms = [], CompositeAlarms = [] } = await calls.call((client, options) =>
      client.send(
        new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }),
        options,
      ),
    );
    const [alarm] = [...MetricAlarms, ...CompositeAlarms];
    return alarm && { state: alarm.StateValue ?? "INSUFFICIENT_DATA", reason: alarm.StateReason ?? "" };
  };
}
