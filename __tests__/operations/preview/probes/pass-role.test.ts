import { passRole } from "../../../../src/operations/preview/probes/pass-role";
import { DEV, findings, MANAGEMENT } from "../fake-preview";

const caller = (arn: string, accountId = MANAGEMENT) => ({
  caller: { arn, accountId },
  mayPassRole: () => Promise.resolve(false),
});

describe("the probe of iam:PassRole", () => {
  it("finds nothing if the caller may pass the administration role", async () => {
    expect(await findings(passRole)).toEqual([]);
  });

  it.each([
    ["a user", `arn:aws:iam::${MANAGEMENT}:user/team/op`, "put-user-policy --user-name op "],
    ["a role", `arn:aws:sts::${MANAGEMENT}:assumed-role/op/session`, "put-role-policy --role-name op "],
  ])("gives the command that lets %s pass it to Systems Manager, and nothing else", async (_, arn, command) => {
    const [finding, ...others] = await findings(passRole, caller(arn));
    expect(others).toEqual([]);
    const line = finding?.mend?.kind === "run" ? finding.mend.command : "";
    expect(line).toContain(command);
    const policy = JSON.parse(/'(.*)'/.exec(line)?.[1] ?? "") as { Statement: unknown };
    expect(policy.Statement).toEqual([
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: `arn:aws:iam::${MANAGEMENT}:role/AWS-SystemsManager-AutomationAdministrationRole`,
        Condition: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
      },
    ]);
  });

  it("gives no command for a role of IAM Identity Center, whose policies are not its own", async () => {
    const arn = `arn:aws:sts::${MANAGEMENT}:assumed-role/AWSReservedSSO_Operators_0123456789abcdef/op`;
    const [finding] = await findings(passRole, caller(arn));
    expect([finding?.mend, finding?.remedy]).toEqual([undefined, expect.stringContaining("permission set")]);
  });

  it("names credentials of another account", async () => {
    const [finding] = await findings(passRole, caller(`arn:aws:iam::${DEV}:user/dev`, DEV));
    expect(finding?.message).toContain(`Your credentials belong to account ${DEV}`);
  });
});
