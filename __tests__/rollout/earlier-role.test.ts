import { trustingDeletedRole } from "../../src/rollout/earlier-role";
import type { StackState } from "../../src/rollout/stack-states";

const time = (minute: number) => new Date(Date.UTC(2026, 10, 29, 10, minute));
const account = { id: "222222222222", name: "app-dev" };
const member: StackState = {
  ...{ stack: "member-app-dev", account, bucket: "the-bucket", key: "member.tfstate" },
  ...{ status: "deployed", resources: 3, serial: 4, changed: time(10) },
};
const administrator = (rest: Partial<StackState>): StackState => ({
  ...member,
  ...{ stack: "administrator", key: "administrator.tfstate" },
  ...rest,
});
const trustsDeletedRole = (rest: Partial<StackState>, of = member) =>
  trustingDeletedRole([administrator(rest), of]).has(of);

describe("the execution role of a member that was deployed", () => {
  it("trusts an administration role that existed at that time", () => {
    expect(trustsDeletedRole({ administrationRoleCreated: time(9) })).toBe(false);
    expect(trustsDeletedRole({ administrationRoleCreated: time(10) })).toBe(false);
  });

  it("trusts a deleted role if the administration role was created later, or if there is none", () => {
    expect(trustsDeletedRole({ administrationRoleCreated: time(11) })).toBe(true);
    expect(trustsDeletedRole({ status: "empty", resources: 0 })).toBe(true);
  });

  it("is not judged if the administrator's state cannot be read", () => {
    expect(trustsDeletedRole({ status: "unknown" })).toBe(false);
    expect(trustingDeletedRole([member]).size).toBe(0);
  });

  it("does not exist in a member that was never deployed", () => {
    expect(trustsDeletedRole({ status: "empty" }, { ...member, status: "never deployed" })).toBe(false);
  });
});
