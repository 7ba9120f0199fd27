/** Asks a Linux instance for its host name, time zone, locale, pending updates and time sources. */
import { defineRunbook } from "../src/document/define";
import { type Question, questionOutputs, questionParameters, questionSteps } from "./os-questions";

/** AWS-RunShellScript runs what it gets with `sh`, which is not bash everywhere: POSIX shell only. */
function shell(parameter: string, what: string, command: string): readonly string[] {
  const lines = command.split("\n").map((line) => `  ${line}`);
  return [
    [`if [ "{{ ${parameter} }}" = "check" ]; then`, ...lines, "else", `  echo "Skipping ${what} check"`, "fi", ""].join(
      "\n",
    ),
  ];
}

// yum answers 100 when updates are available: that is an answer, not a failure.
const checkUpdate = `yum check-update
status=$?
if [ "$status" -eq 100 ]; then
  status=0
fi
exit "$status"`;

const questions: readonly Question[] = [
  {
    step: "CheckHostname",
    output: "HostnameOutput",
    asks: "the host name",
    commands: shell("CheckHostname", "hostname", "hostname"),
    timeoutSeconds: 10,
  },
  {
    step: "CheckTimezone",
    output: "TimezoneOutput",
    asks: "the time zone",
    commands: shell("CheckTimezone", "timezone", "timedatectl status"),
    timeoutSeconds: 10,
  },
  {
    step: "CheckLocale",
    output: "LocaleOutput",
    asks: "the locale",
    commands: shell("CheckLocale", "locale", "localectl status"),
    timeoutSeconds: 10,
  },
  {
    step: "CheckUpdate",
    output: "UpdateOutput",
    asks: "for updates that are not installed yet",
    commands: shell("CheckUpdate", "update", checkUpdate),
    timeoutSeconds: 10,
  },
  {
    step: "CheckNTP",
    output: "NTPOutput",
    asks: "the time sources",
    commands: shell("CheckNTP", "NTP", "chronyc sources"),
    timeoutSeconds: 10,
  },
];

export const checkOs = defineRunbook({
  name: "check-os",
  targetType: "/AWS::EC2::Instance",
  description: "Asks a Linux instance for its host name, time zone, locale, pending updates and time sources.",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: questionParameters(questions),
  mainSteps: questionSteps(questions, "AWS-RunShellScript"),
  outputs: questionOutputs(questions),
});
