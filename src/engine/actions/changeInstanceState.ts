/**
 * aws:changeInstanceState: starts, stops or terminates instances and waits for the new state, or only waits.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-changestate.html
 */
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { instancesAre, type InstanceState } from "../aws-calls/ec2-waiting";
import { withoutUndefined } from "../without-undefined";

const CHANGES: Readonly<Record<InstanceState, string>> = {
  running: "StartInstances",
  stopped: "StopInstances",
  terminated: "TerminateInstances",
};

export const changeInstanceState: ActionRunner<"aws:changeInstanceState"> = async (context) => {
  const { InstanceIds, DesiredState, CheckStateOnly, FailOnUnexpectedStopped, AdditionalInfo, Force } = context.inputs;
  const isStart = DesiredState === "running";
  if (!CheckStateOnly) {
    const options = isStart ? { AdditionalInfo } : DesiredState === "stopped" ? { Force } : {};
    await call(context, "ec2", CHANGES[DesiredState], { InstanceIds, ...withoutUndefined(options) });
  }
  // An instance that is stopped although it was started has stopped again.
  const stopsAgain = isStart && !CheckStateOnly && FailOnUnexpectedStopped;
  const states = await instancesAre(context, InstanceIds, DesiredState, { deadEnds: stopsAgain ? ["stopped"] : [] });
  return { outputs: { InstanceStates: states } };
};
