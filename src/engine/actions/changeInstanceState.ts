/** aws:changeInstanceState: starts, stops or terminates instances and waits until they are, or waits alone. */
import type { JsonObject } from "../../document/json";
import type { ActionRunner } from "../steps/action-runner";
import { call } from "../aws-calls/api";
import { instancesAre, type InstanceState } from "../aws-calls/ec2-waiting";
import { flag, input, invalid, read, required, text, texts } from "./inputs";

const CHANGES: Readonly<Record<InstanceState, string>> = {
  running: "StartInstances",
  stopped: "StopInstances",
  terminated: "TerminateInstances",
};

export const changeInstanceState: ActionRunner = async (context) => {
  const { inputs } = context;
  const instanceIds = required(inputs, "InstanceIds", texts);
  const desired = required(inputs, "DesiredState", text);
  if (!isInstanceState(desired)) throw invalid(`DesiredState is ${desired}; it can be running, stopped or terminated`);
  const checkOnly = input(inputs, "CheckStateOnly", flag) === true;
  if (!checkOnly) {
    await call(context, "ec2", CHANGES[desired], { InstanceIds: instanceIds, ...optionsOf(desired, inputs) });
  }
  // Once it has been started, an instance that is stopped has stopped again.
  const stopsAgain = desired === "running" && !checkOnly && input(inputs, "FailOnUnexpectedStopped", flag) === true;
  const states = await instancesAre(context, instanceIds, desired, { deadEnds: stopsAgain ? ["stopped"] : [] });
  return { outputs: { InstanceStates: states } };
};

function isInstanceState(state: string): state is InstanceState {
  return Object.hasOwn(CHANGES, state);
}

function optionsOf(desired: InstanceState, inputs: JsonObject): JsonObject {
  if (desired === "running") return read(inputs, { AdditionalInfo: text });
  return desired === "stopped" ? read(inputs, { Force: flag }) : {};
}
