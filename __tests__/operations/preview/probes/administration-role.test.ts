import { administrationRole } from "../../../../src/operations/preview/probes/administration-role";
import { administrationRoleTrust, brief, findings, MANAGEMENT } from "../fake-preview";

const planted = (trustPolicy: string | undefined) => ({
  at: {
    [MANAGEMENT]: {
      role: () =>
        Promise.resolve(trustPolicy === undefined ? undefined : { arn: "arn:aws:iam::1:role/a", trustPolicy }),
    },
  },
});

describe("the probe of the administration role", () => {
  it("finds nothing if Systems Manager may assume it for executions of the administrator account", async () => {
    expect(await findings(administrationRole)).toEqual([]);
  });

  it("names a missing role, the stack that has it, and those of the accounts that would not trust its successor", async () => {
    const found = await findings(administrationRole, planted(undefined));
    expect(brief(found)).toEqual([["error", MANAGEMENT, "administrator member-*"]]);
    expect(found[0]?.message).toContain("There is no administration role");
  });

  it("names a role that trusts executions of another account", async () => {
    const found = await findings(administrationRole, planted(administrationRoleTrust("999999999999")));
    expect(brief(found)).toEqual([["error", MANAGEMENT, "administrator"]]);
    expect(found[0]?.message).toContain("Systems Manager cannot assume the administration role.");
  });
});
