/** Asks a Linux instance for its host name, time zone, locale, pending updates and time sources. */
import { defineRunbook } from "../src/document/define";
import type { ParameterDefinition, Step } from "../src/document/model";

/** One question: the step of that name runs a command on the node, unless the parameter of the same name is `skip`. */
export interface Question {
  /** Name of the step and of the parameter that switches it. */
  readonly step: string;
  /** Name under which the answer is an output. */
  readonly output: string;
  /** What the parameter's description says is checked. */
  readonly asks: string;
  /** The `commands` of the node's shell document. */
  readonly commands: readonly string[];
  /** Seconds until the node must have answered. */
  readonly timeoutSeconds: number;
}

/** The role, the instance and one `check`/`skip` parameter for each question. */
export function questionParameters(questions: readonly Question[]): Record<string, ParameterDefinition> {
  return {
    AutomationAssumeRole: {
      type: "AWS::IAM::Role::Arn",
      description: "ARN of the role that the runbook acts with; empty: the caller's own permissions.",
      default: "",
    },
    InstanceId: {
      type: "AWS::EC2::Instance::Id",
      description: "The instance that is asked.",
    },
    ...Object.fromEntries(
      questions.map(({ step, asks }) => [
        step,
        {
          type: "String",
          description: `Whether to check ${asks}.`,
          default: "check",
          allowedValues: ["check", "skip"],
        } satisfies ParameterDefinition,
      ]),
    ),
  };
}

/**
 * One `aws:runCommand` step for each question, in order. The time-out is there because an automation also targets
 * stopped and unmanaged instances and would otherwise stay in progress for long; Abort, because with Continue a step
 * that failed leaves the execution's status Success.
 */
export function questionSteps(questions: readonly Question[], documentName: string): Step[] {
  return questions.map(({ step, output, commands, timeoutSeconds }, index) => {
    const next = questions[index + 1];
    return {
      name: step,
      action: "aws:runCommand",
      maxAttempts: 1,
      timeoutSeconds,
      onFailure: "Abort",
      inputs: { DocumentName: documentName, InstanceIds: ["{{ InstanceId }}"], Parameters: { commands } },
      outputs: [{ Name: output, Selector: "$.CommandPlugins[0].Output", Type: "String" }],
      ...(next === undefined ? { isEnd: true } : { nextStep: next.step }),
    };
  });
}

/** Every answer as an output of the document. */
export function questionOutputs(questions: readonly Question[]): string[] {
  return questions.map(({ step, output }) => `${step}.${output}`);
}

/** AWS-RunShellScript runs what it gets with `sh`, which is not bash everywhere: POSIX shell only. */
function shell(parameter: string, what: string, command: string): readonly string[] {
  const lines = command.split("\n").map((line) => `  ${line}`);
  return [
    [`if [ "{{ ${parameter} }}" = "check" ]; then`, ...lines, "else", `  echo "Skipping ${what} check"`, "fi", ""].join(
      "\n",
    ),
  ];
}

// yum exits with 100 if updates are available. This is an answer and not a failure.
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
  keepsOutputs: true,
  description: "Asks a Linux instance for its host name, time zone, locale, pending updates and time sources.",
  assumeRole: "{{ AutomationAssumeRole }}",
  parameters: questionParameters(questions),
  mainSteps: questionSteps(questions, "AWS-RunShellScript"),
  outputs: questionOutputs(questions),
});
