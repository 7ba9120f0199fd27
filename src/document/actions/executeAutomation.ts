/**
 * aws:executeAutomation: runs another runbook and waits for it.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html
 */
import { defineAction } from "../action";
import { arn, arnOr, iamArn } from "../../iam/arn";
import { definitionArn } from "../../iam/resources/documents";
import { NO_RESOURCE_LEVEL, passRole, type PolicyStatement } from "../../iam/statements/statement";
import { isList, isObject } from "../json";
import { text, type StepFacts } from "../permissions/step-facts";
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
      ...(inputs["TargetLocations"] === undefined ? targetPermissions(step) : locationPermissions(step)),
    ];
  },
});

/** The child finds its targets as this role. */
function targetPermissions({ inputs, context }: StepFacts): readonly PolicyStatement[] {
  if (inputs["Targets"] === undefined) return [];
  return [
    { actions: ["ec2:DescribeInstances", "tag:GetResources"], resources: ["*"], because: NO_RESOURCE_LEVEL },
    { actions: ["resource-groups:ListGroupResources"], resources: [arn(context, "resource-groups", "group/*")] },
  ];
}

const STANDARD_ROLE = "AWS-SystemsManager-AutomationExecutionRole";

/** The child assumes the execution roles of the accounts as this role, and expands organizational units. */
function locationPermissions(step: StepFacts): readonly PolicyStatement[] {
  const locations = asList(step.inputs["TargetLocations"]).map((location) => (isObject(location) ? location : {}));
  const accounts = locations.flatMap((location) => asList(location["Accounts"])).map((account) => text(step, account));
  const roles = locations.map(({ ExecutionRoleName }) =>
    ExecutionRoleName === undefined ? STANDARD_ROLE : text(step, ExecutionRoleName),
  );
  const ofAccounts = accounts.every((account) => /^\d{12}$/.test(account)) ? accounts : ["*"];
  return [
    {
      actions: ["sts:AssumeRole"],
      resources: ofAccounts.flatMap((accountId) =>
        roles.map((role) => iamArn({ ...step.context, accountId }, `role/${role}`)),
      ),
    },
    ...(ofAccounts.includes("*")
      ? [
          {
            actions: ["organizations:ListAccountsForParent", "organizations:ListChildren"],
            resources: ["*"],
            because: "Which organizational units are expanded is known only when an execution starts.",
          },
        ]
      : []),
  ];
}

function asList(value: unknown): readonly unknown[] {
  // A reference stands for a whole list, or for one of its items.
  return isList(value) ? value : [value];
}

/** The role that the child execution assumes, from the parameter that has this name by convention. */
function assumedRole(parameters: unknown): unknown {
  if (typeof parameters !== "object" || parameters === null) return undefined;
  const found = Object.entries(parameters).find(([name]) => /^(automation)?assumerole$/i.test(name));
  const value: unknown = found?.[1];
  const single: unknown = Array.isArray(value) ? value[0] : value;
  return single === "" ? undefined : single;
}
