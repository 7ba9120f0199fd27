import { executionRoleArn, executionRoleNames } from "../../../src/fleet/names";
import { accountOf } from "../../stacks/example-fleet";
import { example, load, onlyProblem } from "../fleet-file";

const withDefaults = (settings: string, ...others: readonly (readonly [string, string])[]) =>
  load(example(["defaults:", `defaults:\n  ${settings}`], ...others));

describe("executionRole", () => {
  it("is made by Fleetbook under AWS's name by default", () => {
    const fleet = load(example());
    expect(executionRoleNames(fleet)).toEqual(["AWS-SystemsManager-AutomationExecutionRole"]);
  });

  it("may be one that every member has already, and another one in an account", () => {
    const fleet = withDefaults("executionRole: { existing: Old }", [
      "name: app-prod",
      "name: app-prod\n    executionRole: { existing: Older }",
    ]);
    expect(fleet.memberAccounts.map((account) => executionRoleArn(fleet, account))).toEqual([
      "arn:aws:iam::222222222222:role/Old",
      "arn:aws:iam::333333333333:role/Old",
      "arn:aws:iam::444444444444:role/Older",
    ]);
    expect(fleet.managementAccount.existingExecutionRole).toBeUndefined();
    expect(executionRoleNames(fleet)).toEqual(["AWS-SystemsManager-AutomationExecutionRole", "Old", "Older"]);
  });

  it("is a name and not an ARN", () => {
    const file = example(["defaults:", "defaults:\n  executionRole: { existing: 'arn:aws:iam::1:role/x' }"]);
    expect(onlyProblem(file).message).toContain("the name of an IAM role (not its ARN)");
  });
});

describe("adopt", () => {
  it("is false by default, and may be set for all members and for one", () => {
    expect(load(example()).memberAccounts.map(({ adopt }) => adopt)).toEqual([false, false, false]);
    const fleet = withDefaults("adopt: true", ["name: app-prod", "name: app-prod\n    adopt: false"]);
    expect(fleet.memberAccounts.map(({ adopt }) => adopt)).toEqual([true, true, false]);
    expect(accountOf(fleet, "management").adopt).toBe(false);
  });
});
