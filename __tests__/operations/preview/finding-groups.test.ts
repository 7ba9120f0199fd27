import type { Finding } from "../../../src/operations/preview/finding";
import { commandsOf } from "../../../src/operations/preview/finding-groups";
import { exampleFleet } from "../../stacks/example-fleet";

const finding: Finding = {
  cause: "execution-role",
  severity: "error",
  place: {},
  message: "It is.",
  remedy: "Mend it.",
};
const deploy = (...stacks: string[]): Finding => ({ ...finding, mend: { kind: "deploy", stacks } });
const run = (command: string, accountId: string): Finding => ({
  ...finding,
  mend: { kind: "run", command, accountId },
});

describe("the commands that mend", () => {
  it("plan and apply all stacks in one go, after everything else", () => {
    const found = [
      run("aws x", "111111111111"),
      deploy("administrator"),
      deploy("member-app-dev"),
      deploy("administrator"),
    ];
    expect(commandsOf(exampleFleet, found)).toEqual([
      "aws x",
      "npm run fleetbook -- plan administrator member-app-dev && npm run fleetbook -- apply out/plans",
    ]);
  });

  it("begin with what a deployment needs before", () => {
    const before = { command: "aws y", accountId: "111111111111" };
    const mended: Finding = { ...finding, mend: { kind: "deploy", stacks: ["administrator"], before } };
    expect(commandsOf(exampleFleet, [run("aws x", "111111111111"), mended, mended])).toEqual([
      "aws x",
      "aws y",
      "npm run fleetbook -- plan administrator && npm run fleetbook -- apply out/plans",
    ]);
  });

  it("name a stack once if a pattern has it, and keep the pattern from the shell", () => {
    expect(commandsOf(exampleFleet, [deploy("administrator", "member-*"), deploy("member-app-dev")])).toEqual([
      "npm run fleetbook -- plan administrator 'member-*' && npm run fleetbook -- apply out/plans",
    ]);
  });

  it("say whose credentials they need if these are not those of the administrator account", () => {
    const delegated = {
      ...exampleFleet,
      administratorAccount: exampleFleet.memberAccounts[0] ?? exampleFleet.managementAccount,
    };
    expect(commandsOf(delegated, [deploy("administrator"), run("aws x", "444444444444")])).toEqual([
      "aws x  # in account app-prod",
      "npm run fleetbook -- plan administrator && npm run fleetbook -- apply out/plans  # in account management",
    ]);
  });
});
