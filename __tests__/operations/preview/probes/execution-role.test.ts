import { executionRole } from "../../../../src/operations/preview/probes/execution-role";
import { exampleFleet } from "../../../stacks/example-fleet";
import { brief, DEV, executionRoleTrust, findings } from "../fake-preview";

const planted = (trustPolicy: string | undefined) => ({
  at: {
    [DEV]: {
      role: () =>
        Promise.resolve(trustPolicy === undefined ? undefined : { arn: `arn:aws:iam::${DEV}:role/e`, trustPolicy }),
    },
  },
});

describe("the probe of execution roles", () => {
  it("finds nothing if each trusts the administration role of the organization", async () => {
    expect(await findings(executionRole)).toEqual([]);
  });

  it.each([
    ["is missing", undefined, "There is no execution role AWS-SystemsManager-AutomationExecutionRole."],
    [
      "trusts another administration role",
      executionRoleTrust("arn:aws:iam::999999999999:role/admin"),
      "does not trust",
    ],
    ["trusts a role that has been deleted", executionRoleTrust("AROA0123456789ABCDEFG"), "does not trust"],
    ["trusts another organization", executionRoleTrust(undefined, "o-anotherone1"), "o-anotherone1"],
    ["has a trust policy that nobody can read", "{", "Its trust policy cannot be read"],
  ])("names one that %s, and the account's stack", async (_, trustPolicy, message) => {
    const found = await findings(executionRole, planted(trustPolicy));
    expect(brief(found)).toEqual([["error", DEV, "member-app-dev"]]);
    expect(found[0]?.message).toContain(message);
  });

  it("has no stack for a role that the account keeps as it is, and says where it is named", async () => {
    const memberAccounts = exampleFleet.memberAccounts.map((account) => ({ ...account, existingExecutionRole: "Old" }));
    const places = memberAccounts.map((account) => ({ account, region: "ap-northeast-1" }));
    const found = await findings(executionRole, {
      ...planted(undefined),
      request: { executionRoleIn: () => "Old", places },
    });
    expect(found.map(({ mend, message }) => [mend, message])).toEqual([[undefined, "There is no execution role Old."]]);
    expect(found[0]?.remedy).toContain("`executionRole` in the fleet file names this role");
  });

  it("has no stack for a role that is not the fleet's", async () => {
    const found = await findings(executionRole, { ...planted(undefined), request: { executionRoleIn: () => "mine" } });
    expect(found.map(({ mend, message }) => [mend, message])).toEqual([
      [undefined, "There is no execution role mine."],
    ]);
  });
});
