/**
 * aws:pause: waits until the execution is resumed.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-pause.html
 */
import { invalidSignal, requireStepName, type Signal } from "../signal-wait";

/** Accepts Resume for a step that pauses. @throws AutomationError for any other signal */
export function acceptResume(stepName: string): (signal: Signal) => true {
  return (signal) => {
    if (signal.type !== "Resume") {
      throw invalidSignal(`The execution is paused at the step ${stepName}: it takes Resume, not ${signal.type}.`);
    }
    requireStepName(signal, stepName);
    return true;
  };
}
