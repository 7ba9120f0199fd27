/** The errors of executions: of refused requests, failed steps, AWS APIs and scripts. */
import type { Json } from "../document/json";
import type { FailureStage, FailureType } from "./records";

/** A refused request. `code` is the error code of AWS's API. */
export class AutomationError extends Error {
  override readonly name = "AutomationError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A call of an AWS service was refused or failed. */
export class ApiCallError extends Error {
  override readonly name = "ApiCallError";

  constructor(
    /** AWS's error code: `AccessDenied`, `InvalidInstanceID.NotFound` */
    readonly code: string,
    message: string,
    /** AWS's name of the operation. */
    readonly operation: string,
  ) {
    super(message);
  }
}

/** A script could not be run, or ended with an exception; the message is the one that AWS would show. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";
}

/** A step's attempt fails. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";

  constructor(
    message: string,
    readonly stage: FailureStage = "Invocation",
    readonly type: FailureType = "Action",
    /** Outputs that the step has although it failed, as runCommand has. */
    readonly outputs: Readonly<Record<string, Json>> = {},
    readonly responseCode?: string,
    /** The first sentence of AWS's message, if it is not the usual one. steps/failure-message.ts creates the whole message. */
    readonly opening?: string,
  ) {
    super(message);
  }
}
