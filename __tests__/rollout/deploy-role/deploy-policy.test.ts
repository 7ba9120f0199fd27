import { deployPolicy } from "../../../src/rollout/deploy-role/deploy-policy";
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
});
