/** The form that check-os and check-os-windows share: questions to the operating system, each of which can be skipped. */
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
