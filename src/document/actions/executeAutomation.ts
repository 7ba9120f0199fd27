/** aws:executeAutomation: runs another runbook and waits for it. */
import { defineAction } from "../action";
import { arn, arnOr, passRole, text } from "../permissions/iam";
import { any, list, map, record, required, string } from "../shapes";

export const executeAutomation = defineAction({
  name: "aws:executeAutomation",
  does: "Runs another runbook.",
  inputs: {
    DocumentName: required(string()),
    DocumentVersion: string(),
    RuntimeParameters: map(any()),
    MaxConcurrency: string(),
    MaxErrors: string(),
    TargetParameterName: string({ minLength: 1, maxLength: 50 }),
    Targets: list(any()),
    TargetMaps: list(map(any())),
    TargetLocations: list(any(), { minItems: 1, maxItems: 100 }),
    Tags: list(record({ Key: required(string()), Value: required(string()) }), { maxItems: 5 }),
  },
  combinations: [{ rule: "at most one", inputs: ["Targets", "TargetMaps"] }],
  outputs: { Output: "StringList", ExecutionId: "String", Status: "String" },
  permissions: (step) => {
    const { context, inputs } = step;
    const name = text(step, inputs["DocumentName"]);
    // The ARNs of Amazon's own runbooks have no account.
    const owner = name.startsWith("AWS") ? "" : context.accountId;
    const definition = arnOr(
      name.replace(":document/", ":automation-definition/"),
      (plain) => `arn:${context.partition}:ssm:${context.region}:${owner}:automation-definition/${plain}`,
    );
    const role = assumedRole(inputs["RuntimeParameters"]);
    return [
      { actions: ["ssm:StartAutomationExecution"], resources: [`${definition}:*`] },
      {
        actions: ["ssm:GetAutomationExecution", "ssm:StopAutomationExecution"],
        resources: [arn(context, "ssm", "automation-execution/*")],
      },
      ...(role === undefined ? [] : [passRole(roleArn(text(step, role), context), "ssm.amazonaws.com")]),
    ];
  },
});

/** The role that the child gets, in the parameter that carries it by convention. */
function assumedRole(parameters: unknown): unknown {
  if (typeof parameters !== "object" || parameters === null) return undefined;
  const found = Object.entries(parameters).find(([name]) => /^(automation)?assumerole$/i.test(name));
  const value: unknown = found?.[1];
  const single: unknown = Array.isArray(value) ? value[0] : value;
  return single === "" ? undefined : single;
}

function roleArn(role: string, context: { partition: string; accountId: string }): string {
  return role.startsWith("arn:") ? role : `arn:${context.partition}:iam::${context.accountId}:role/*`;
}
