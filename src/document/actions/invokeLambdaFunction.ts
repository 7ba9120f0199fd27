/**
 * aws:invokeLambdaFunction: calls a Lambda function.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html
 */
import { defineAction } from "../action";
import { arn, arnOr } from "../../iam/arn";
import { text } from "../permissions/step-facts";
import { any, map, required, string } from "../shapes";

export const invokeLambdaFunction = defineAction({
  name: "aws:invokeLambdaFunction",
  does: "Calls a Lambda function.",
  inputs: {
    FunctionName: required(string()),
    Qualifier: string(),
    InvocationType: string({ oneOf: ["RequestResponse", "Event", "DryRun"] }),
    LogType: string({ oneOf: ["None", "Tail"] }),
    ClientContext: any(),
    InputPayload: map(any()),
    Payload: any(string({ orJson: true })),
  },
  outputs: { StatusCode: "String", FunctionError: "String", LogResult: "String", Payload: "Any" },
  namedOutputs: true,
  defaultTimeoutSeconds: 300,
  maximumTimeoutSeconds: 300,
  permissions: (step) => {
    const name = arnOr(text(step, step.inputs["FunctionName"]), (plain) =>
      arn(step.context, "lambda", `function:${plain}`),
    );
    const qualified = step.inputs["Qualifier"] === undefined ? [] : [`${name}:*`];
    return [{ actions: ["lambda:InvokeFunction"], resources: [name, ...qualified] }];
  },
});
