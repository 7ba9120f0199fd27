import { deployPolicy } from "../../../src/rollout/deploy-role/deploy-policy";
import type { Account, Fleet } from "../../../src/fleet/model";
import { account, fleet } from "../fixtures";

describe("the policy of a deploy role", () => {
  it("reaches the copies of what is adopted only if the account adopts", () => {
    const actionsOn = (adopt: boolean) => {
      const own = account("222222222222", "app-dev", { adopt });
      const { statements } = deployPolicy(fleet(account("111111111111", "management"), own), own, []);
      const copies = "arn:aws:s3:::state-222222222222-eu-west-1/adopted/*";
      return statements.filter(({ resources }) => resources.includes(copies)).flatMap(({ actions }) => actions);
    };
    expect(actionsOn(true)).toEqual(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]);
    expect(actionsOn(false)).toEqual([]);
  });

  it("asks for trusted access only in the management account of a fleet that registers its administrator", () => {
    const [management, dev] = [account("111111111111", "management"), account("222222222222", "app-dev")];
    const [plain, registering] = [false, true].map((registerDelegatedAdministrator) => ({
      ...fleet(management, dev),
      registerDelegatedAdministrator,
    })) as [Fleet, Fleet];
    const asks = (of: Fleet, where: Account) =>
      deployPolicy(of, where, []).statements.some(({ actions }) =>
        actions.includes("organizations:ListAWSServiceAccessForOrganization"),
      );
    expect([asks(registering, management), asks(registering, dev), asks(plain, management)]).toEqual([
      ...[true, false, false],
    ]);
  });
});
