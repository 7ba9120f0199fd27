/**
 * aws:changeInstanceState: starts, stops or terminates instances, or waits until they are in a state.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-changestate.html
 */
import { defineAction } from "../action";
import { instances } from "../../iam/resources/ec2-resources";
import { NO_RESOURCE_LEVEL } from "../../iam/statements/statement";
import { boolean, list, required, string, withDefault } from "../shapes";

const CHANGES: Readonly<Record<string, string>> = {
  running: "ec2:StartInstances",
  stopped: "ec2:StopInstances",
  terminated: "ec2:TerminateInstances",
};

export const changeInstanceState = defineAction({
  name: "aws:changeInstanceState",
  does: "Starts, stops or terminates instances and waits for the new state.",
  inputs: {
    InstanceIds: required(list(string(), { minItems: 1 })),
    DesiredState: required(string({ oneOf: ["running", "stopped", "terminated"] })),
    CheckStateOnly: withDefault(boolean(), false),
    Force: boolean(),
    FailOnUnexpectedStopped: withDefault(boolean(), false),
    AdditionalInfo: string(),
  },
  // AWS documents this output only in the examples of its API reference.
  outputs: { InstanceStates: "StringList" },
  defaultTimeoutSeconds: 3600,
  permissions: ({ inputs, context }) => {
    const change = CHANGES[String(inputs["DesiredState"])];
    const changes = change === undefined ? Object.values(CHANGES) : [change];
    return [
      ...(inputs["CheckStateOnly"] === true ? [] : [instances(context, changes)]),
      {
        actions: ["ec2:DescribeInstances", "ec2:DescribeInstanceStatus"],
        resources: ["*"],
        because: NO_RESOURCE_LEVEL,
      },
    ];
  },
});
