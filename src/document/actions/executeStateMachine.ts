/**
 * aws:executeStateMachine: runs a Step Functions state machine and waits for it. Its inputs are in lower camel case.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeStateMachine.html
 */
import { defineAction } from "../action";
import { arn, arnOr } from "../../iam/arn";
import { text } from "../permissions/step-facts";
import { required, string } from "../shapes";

export const executeStateMachine = defineAction({
  name: "aws:executeStateMachine",
  does: "Runs a Step Functions state machine.",
  inputs: { stateMachineArn: required(string()), name: string(), input: string() },
  outputs: {
    executionArn: "String",
    input: "String",
    name: "String",
    output: "String",
    startDate: "String",
    stateMachineArn: "String",
    status: "String",
    stopDate: "String",
  },
  permissions: (step) => {
    const machine = arnOr(text(step, step.inputs["stateMachineArn"]), (name) =>
      arn(step.context, "states", `stateMachine:${name}`),
    );
    return [
      { actions: ["states:StartExecution"], resources: [machine] },
      {
        actions: ["states:DescribeExecution", "states:StopExecution"],
        resources: [`${machine.replace(":stateMachine:", ":execution:")}:*`],
      },
    ];
  },
});
