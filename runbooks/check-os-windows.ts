/** Asks a Windows instance what check-os asks a Linux one. */
import { defineRunbook } from "../src/document/define";
import { type Question, questionOutputs, questionParameters, questionSteps } from "./check-os";

/**
 * Windows PowerShell encodes what it prints in the console's code page, so the first command makes that UTF-8. Without
 * Stop, and without passing on a program's exit code, a command that failed would be reported as a success.
 */
function powerShell(parameter: string, what: string, command: string): readonly string[] {
  const lines = command.split("\n").map((line) => `  ${line}`);
  return [
    "chcp 65001 > $null",
    [
      "$ErrorActionPreference = 'Stop'",
      `if ('{{ ${parameter} }}' -eq 'check') {`,
      ...lines,
      "} else {",
      `  Write-Output 'Skipping ${what} check'`,
      "}",
      "",
    ].join("\n"),
  ];
}

const searchUpdates = `$searcher = (New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher()
$updates = $searcher.Search('IsInstalled=0 and IsHidden=0').Updates
Write-Output "$($updates.Count) updates available"
$updates | ForEach-Object { Write-Output $_.Title }`;

const questions: readonly Question[] = [
  {
    step: "CheckHostname",
    output: "HostnameOutput",
    asks: "the host name",
    commands: powerShell("CheckHostname", "hostname", "hostname\nexit $LASTEXITCODE"),
    timeoutSeconds: 10,
  },
  {
    step: "CheckTimezone",
    output: "TimezoneOutput",
    asks: "the time zone",
    commands: powerShell("CheckTimezone", "timezone", "Get-TimeZone | Format-List"),
    timeoutSeconds: 10,
  },
  {
    step: "CheckLocale",
    output: "LocaleOutput",
    asks: "the locale",
    commands: powerShell("CheckLocale", "locale", "Get-WinSystemLocale | Format-List"),
    timeoutSeconds: 10,
  },
  {
    step: "CheckUpdate",
    output: "UpdateOutput",
    asks: "for updates that are not installed yet",
    commands: powerShell("CheckUpdate", "update", searchUpdates),
    // The search asks Windows Update or WSUS and often takes a minute; that the node answers is known by then.
    timeoutSeconds: 120,
  },
  {
    step: "CheckNTP",
    output: "NTPOutput",
    asks: "the time sources",
    commands: powerShell("CheckNTP", "NTP", "w32tm /query /peers\nexit $LASTEXITCODE"),
    timeoutSeconds: 10,
  },
];

export const checkOsWindows = defineRunbook({
  name: "check-os-windows",
  targetType: "/AWS::EC2::Instance",
  keepsOutputs: true,
  description: "Asks a Windows instance for its host name, time zone, locale, pending updates and time sources.",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: questionParameters(questions),
  mainSteps: questionSteps(questions, "AWS-RunPowerShellScript"),
  outputs: questionOutputs(questions),
});
