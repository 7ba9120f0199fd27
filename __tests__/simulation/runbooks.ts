// Small runbooks for tests of simulations.
import type { AutomationDocument, Runbook, Step } from "../../src/document/model";

export const NODE = "i-0123456789abcdef0";

/** A runbook called `try-it`. */
export function runbookOf(mainSteps: readonly Step[], rest: Partial<AutomationDocument> = {}): Runbook {
  return { name: "try-it", targetType: undefined, document: { schemaVersion: "0.3", mainSteps, ...rest } };
}

/** Runs shell commands on the node; the step is called `Ask`. */
export function shellStep(commands: readonly string[], rest: Partial<Step> = {}): Step {
  return {
    name: "Ask",
    action: "aws:runCommand",
    inputs: { DocumentName: "AWS-RunShellScript", InstanceIds: [NODE], Parameters: { commands } },
    ...rest,
  } as Step;
}

/** Calls an API; the step is called `Call`. */
export function callStep(Service: string, Api: string, inputs: object = {}, rest: Partial<Step> = {}): Step {
  return { name: "Call", action: "aws:executeAwsApi", inputs: { Service, Api, ...inputs }, ...rest } as Step;
}

export function sleepStep(Duration: string, name = "Wait"): Step {
  return { name, action: "aws:sleep", inputs: { Duration } };
}
