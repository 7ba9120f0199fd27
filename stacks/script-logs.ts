/**
 * What a role needs so that the output of its runbook's scripts reaches the account's log group.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-logging.html
 */
import type { Runbook, Step } from "../src/document/model";
import { scriptLogGroup } from "../src/fleet/automation-settings";
import type { Account, Fleet } from "../src/fleet/model";
import type { PolicyStatement } from "../src/iam/statements/statement";

export function scriptLogStatements(fleet: Fleet, account: Account, runbook: Runbook): readonly PolicyStatement[] {
  if (!hasScript(runbook.document.mainSteps)) return [];
  return fleet.regions.flatMap((region) => {
    const group = scriptLogGroup(account.automation, region);
    if (group === undefined) return [];
    const arn = (name: string) => `arn:${fleet.partition}:logs:${region}:${account.id}:log-group:${name}`;
    return [
      {
        actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [arn(group), arn(`${group}:*`)],
      },
      { actions: ["logs:DescribeLogGroups"], resources: [arn("*")] },
    ];
  });
}

function hasScript(steps: readonly Step[]): boolean {
  return steps.some((step) =>
    step.action === "aws:loop" ? hasScript(step.inputs.Steps) : step.action === "aws:executeScript",
  );
}
