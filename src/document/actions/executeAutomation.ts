/**
 * aws:executeAutomation: runs another runbook and waits for it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html
 */
import { defineAction } from "../action";
import { arn, arnOr, iamArn } from "../../iam/arn";
import { definitionArn } from "../../iam/resources/documents";
import { passRole } from "../../iam/statements/statement";
import { text } from "../permissions/step-facts";
import { any, boolean, list, parameterValues, record, required, string, withDefault } from "../shapes";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html */
const TARGET = record({
  Key: required(string()),
  Values: withDefault(list(string({ mayBeEmpty: true }), { mayBeEmpty: true }), []),
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_TargetLocation.html */
const TARGET_LOCATION = record({
  Accounts: withDefault(list(string()), []),
  Regions: withDefault(list(string()), []),
  TargetLocationMaxConcurrency: string(),
  TargetLocationMaxErrors: string(),
  ExecutionRoleName: string(),
  IncludeChildOrganizationUnits: boolean(),
  ExcludeAccounts: list(string()),
  Targets: list(TARGET),
  TargetsMaxConcurrency: string(),
  TargetsMaxErrors: string(),
});

export const executeAutomation = defineAction({
  name: "aws:executeAutomation",
  does: "Runs another runbook.",
  inputs: {
    DocumentName: required(string()),
    DocumentVersion: string(),
    RuntimeParameters: parameterValues(),
    MaxConcurrency: string(),
    MaxErrors: string(),
    TargetParameterName: string({ minLength: 1, maxLength: 50 }),
    Targets: list(any(TARGET)),
    TargetMaps: list(parameterValues()),
    TargetLocations: list(any(TARGET_LOCATION), { minItems: 1, maxItems: 100 }),
    Tags: list(record({ Key: required(string()), Value: required(string({ mayBeEmpty: true })) }), { maxItems: 5 }),
  },
  combinations: [{ rule: "at most one", inputs: ["Targets", "TargetMaps"] }],
  outputs: { Output: "StringList", ExecutionId: "String", Status: "String" },
  permissions: (step) => {
    const { context, inputs } = step;
    const name = text(step, inputs["DocumentName"]);
    const role = assumedRole(inputs["RuntimeParameters"]);
    return [
      { actions: ["ssm:StartAutomationExecution"], resources: [definitionArn(context, name, "*")] },
      {
        actions: ["ssm:GetAutomationExecution", "ssm:StopAutomationExecution"],
        resources: [arn(context, "ssm", "automation-execution/*")],
      },
      ...(role === undefined
        ? []
        : [
            passRole(
              arnOr(text(step, role), () => iamArn(context, "role/*")),
              "ssm.amazonaws.com",
            ),
          ]),
    ];
  },
});

/** The role that the child execution assumes, from the parameter that has this name by convention. */
function assumedRole(parameters: unknown): unknown {
  if (typeof parameters !== "object" || parameters === null) return undefined;
  const found = Object.entries(parameters).find(([name]) => /^(automation)?assumerole$/i.test(name));
  const value: unknown = found?.[1];
  const single: unknown = Array.isArray(value) ? value[0] : value;
  return single === "" ? undefined : single;
}
