/**
 * What a role needs so that the output of its runbook's scripts reaches the account's log group.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-logging.html
 */
import { flatSteps } from "../src/document/flow";
import type { Runbook } from "../src/document/model";
import { inRegions } from "../src/document/permissions/in-regions";
import { scriptLogGroup } from "../src/fleet/automation-settings";
import type { Account, Fleet } from "../src/fleet/model";
import type { PolicyStatement } from "../src/iam/statements/statement";

export function scriptLogStatements(fleet: Fleet, account: Account, runbook: Runbook): readonly PolicyStatement[] {
  if (!flatSteps(runbook.document.mainSteps).some(({ action }) => action === "aws:executeScript")) return [];
  const groupIn = (region: string) => scriptLogGroup(account.automation, region);
  return [...new Set(account.regions.map(groupIn))].flatMap((group) =>
    group === undefined
      ? []
      : inRegions(
          account.regions.filter((region) => groupIn(region) === group),
          (region) => {
            const arn = (name: string) => `arn:${fleet.partition}:logs:${region}:${account.id}:log-group:${name}`;
            return [
              {
                actions: [
                  "logs:CreateLogGroup",
                  "logs:CreateLogStream",
                  "logs:DescribeLogStreams",
                  "logs:PutLogEvents",
                ],
                resources: [arn(group), arn(`${group}:*`)],
              },
              { actions: ["logs:DescribeLogGroups"], resources: [arn("*")] },
            ];
          },
        ),
  );
}
