/** Sends a signal to every step that waits for it, each with the credentials of its account, and says which did not take it. */
import type { SendAutomationSignalRequest } from "@aws-sdk/client-ssm";
import pLimit from "p-limit";
import { isSamePrincipal } from "../../../engine/actions/approve";
import type { Place } from "../../collect/records";
import { UnreadableError } from "../../collect/unreadable";
import type { Signal, WaitingStep } from "./waiting";

/** What sends signals in every account. `aws/` asks the API; tests answer themselves. */
export interface SignalSender {
  /** `FleetbookApproverRole`; undefined: the caller's own credentials. */
  roleIn(accountId: string): string | undefined;
  /**
   * @returns the ARN of the principal that sends in an account
   * @throws UnreadableError if its role cannot be assumed
   */
  principalIn(place: Place): Promise<string>;
  /** @throws UnreadableError if AWS refuses */
  send(place: Place, input: SendAutomationSignalRequest): Promise<void>;
}

export interface SignalOutcome {
  readonly waiting: WaitingStep;
  /** Why it did not take the signal; undefined: it took it. */
  readonly refusal?: { readonly message: string; readonly remedy: string };
}

const AT_ONCE = 20;

/** @param steps those that take the signal. @param message a comment of whoever approves or rejects */
export async function sendSignals(
  steps: readonly WaitingStep[],
  signal: Signal,
  message: string | undefined,
  sender: SignalSender,
): Promise<readonly SignalOutcome[]> {
  const limit = pLimit(AT_ONCE);
  return Promise.all(steps.map((waiting) => limit(() => sendOne(waiting, signal, message, sender))));
}

async function sendOne(
  waiting: WaitingStep,
  signal: Signal,
  message: string | undefined,
  sender: SignalSender,
): Promise<SignalOutcome> {
  let principal: string | undefined;
  try {
    principal = await sender.principalIn(waiting);
    const payload = payloadOf(waiting, signal, message);
    await sender.send(waiting, {
      AutomationExecutionId: waiting.executionId,
      SignalType: signal,
      ...(payload !== undefined && { Payload: payload }),
    });
    return { waiting };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { waiting, refusal: refusalOf(waiting, principal, sender.roleIn(waiting.accountId), error) };
  }
}

/** Undefined: none, because AWS refuses an empty one. */
function payloadOf(
  { step, stepExecutionId }: WaitingStep,
  signal: Signal,
  message: string | undefined,
): Record<string, string[]> | undefined {
  if (signal === "StopStep") return { StepExecutionId: [stepExecutionId] };
  if (signal === "Resume" || signal === "StartStep") return { StepName: [step] };
  return message === undefined ? undefined : { Comment: [message] };
}

function refusalOf(
  { approvers, accountId }: WaitingStep,
  principal: string | undefined,
  role: string | undefined,
  { reason, message, remedy }: UnreadableError,
): { readonly message: string; readonly remedy: string } {
  if (principal === undefined && role !== undefined && reason === "no-reader-role") {
    return {
      message: `The role ${role} cannot be assumed: ${message}.`,
      remedy:
        "Name your principal as approver.principal in fleet.yaml and deploy the member stack, or name a role that you may assume there: --role NAME.",
    };
  }
  if (reason === "access-denied") {
    return {
      message: `${principal ?? "Your principal"} may not send signals: ${message}.`,
      remedy: "Allow it ssm:SendAutomationSignal on the account's executions, or name another role with --role.",
    };
  }
  const isRefused = /^InvalidAutomationSignal/.test(message);
  if (isRefused && principal !== undefined && approvers.length > 0) {
    if (!approvers.some((approver) => isSamePrincipal(approver, { arn: principal }, accountId))) {
      return {
        message: `${principal} is not an approver of the step. Approvers: ${approvers.join(", ")}.`,
        remedy: "Sign in as one of them, or name a role that is one: --role NAME.",
      };
    }
  }
  return {
    message: `AWS refuses the signal: ${message}.`,
    remedy: isRefused || reason === "expired" ? "See what waits now: run the same command without the type." : remedy,
  };
}
