import type { Account } from "../../src/fleet/model";
import { scriptLogStatements } from "../../stacks/script-logs";
import { accountOf, runbooks, twoRegionFleet } from "./example-fleet";

const withLogs = (automation: Account["automation"]): Account => ({
  ...accountOf(twoRegionFleet, "app-dev"),
  automation,
});
const statementsFor = (name: string, automation: Account["automation"]) => {
  const found = runbooks.get(name);
  if (found === undefined) throw new Error(`no runbook ${name}`);
  return scriptLogStatements(twoRegionFleet, withLogs(automation), found.runbook);
};

describe("the role of a runbook with scripts", () => {
  it("may write to the log group of each Region that has one, and to no other", () => {
    const logs = { regions: { "us-east-1": { scriptLogGroup: "/team/scripts" } } };
    expect(statementsFor("create-and-share-ami", logs)).toEqual([
      {
        actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [
          "arn:aws:logs:us-east-1:222222222222:log-group:/team/scripts",
          "arn:aws:logs:us-east-1:222222222222:log-group:/team/scripts:*",
        ],
      },
      { actions: ["logs:DescribeLogGroups"], resources: ["arn:aws:logs:us-east-1:222222222222:log-group:*"] },
    ]);
  });

  it("has one statement for many Regions that share a log group", () => {
    const regions = ["eu-central-1", "eu-west-1", "sa-east-1", "us-east-1", "us-west-2"];
    const statements = scriptLogStatements(
      twoRegionFleet,
      { ...withLogs({ scriptLogGroup: "/team/scripts" }), regions },
      runbooks.get("create-and-share-ami")!.runbook,
    );
    const conditions = { StringEquals: { "aws:RequestedRegion": regions } };
    expect(statements).toMatchObject([
      {
        resources: [
          "arn:aws:logs:*:222222222222:log-group:/team/scripts",
          "arn:aws:logs:*:222222222222:log-group:/team/scripts:*",
        ],
        conditions,
      },
      { resources: ["arn:aws:logs:*:222222222222:log-group:*"], conditions },
    ]);
  });

  it("may not write logs if the account has no log group for scripts", () => {
    expect(statementsFor("create-and-share-ami", {})).toEqual([]);
  });

  it("may not write logs if the runbook has no script", () => {
    expect(statementsFor("check-os", { scriptLogGroup: "/team/scripts" })).toEqual([]);
  });
});
