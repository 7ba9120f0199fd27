/** The errors that an execution knows: what a start is refused with, what a step fails with, what the world answers. */
import type { Json } from "../document/json";
import type { FailureStage, FailureType } from "./records";

/** A request about an execution is refused; `code` is the name that AWS's API has for it. */
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

/** A script could not be run, or ended with an exception; the message is what AWS would show of it. */
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
    /** How AWS's message opens, where it is not the usual way. steps/failure-message.ts makes the whole of it. */
    readonly opening?: string,
  ) {
    super(message);
  }
}
