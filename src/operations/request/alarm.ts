/** The alarm of a gate, as a person names it. */
import { didYouMean } from "../../diagnostics/did-you-mean";
import { ConfigurationError } from "../../diagnostics/errors";
import type { Path } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import { allAccounts, findAccount, type Fleet } from "../../fleet/model";
import type { AlarmRequest, GateAlarm, WaveRequest } from "./schema";

/** `NAME`, `NAME@ACCOUNT` or `NAME@ACCOUNT/REGION`. A name with @ needs the account behind it. */
const ALARM = /^(?:(.+)@([^@/]+)(?:\/([a-z0-9-]+))?|([^@]+))$/;

/** @throws ConfigurationError */
export function alarmFrom(text: string): AlarmRequest {
  const [whole, placed, account, region, name = placed] = ALARM.exec(text.trim()) ?? [];
  if (whole === undefined || name === undefined) {
    throw new ConfigurationError({
      place: `--wave-alarm ${text}`,
      message: `"${text}" does not name an alarm.`,
      remedy: "Write NAME, NAME@ACCOUNT or NAME@ACCOUNT/REGION.",
    });
  }
  return { name, ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
}

/** Alarms of accounts that the fleet does not have. */
export function alarmProblems(fleet: Fleet, waves: readonly WaveRequest[] = []): readonly ValueProblem[] {
  return waves.flatMap(({ alarm }, index) => {
    if (alarm?.account === undefined || findAccount(fleet, alarm.account) !== undefined) return [];
    const path: Path = ["waves", index, "alarm", "account"];
    const names = allAccounts(fleet).map(({ name }) => name);
    return [
      {
        path,
        message: `The fleet has no account "${alarm.account}", in which the alarm ${alarm.name} would be.`,
        remedy: didYouMean(alarm.account, names),
      },
    ];
  });
}

/** Where the alarm is: by default in the administrator account, and in the home Region. */
export function placed(fleet: Fleet, alarm: AlarmRequest): GateAlarm {
  const named = alarm.account === undefined ? undefined : findAccount(fleet, alarm.account);
  const account = named ?? fleet.administratorAccount;
  return { name: alarm.name, accountId: account.id, region: alarm.region ?? fleet.homeRegion };
}
