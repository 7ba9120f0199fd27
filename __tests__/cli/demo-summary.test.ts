import { brokenExpectations, sharedImagesTable, summary } from "../../src/cli/demo-summary";
import type { DemoStep } from "../../src/demo/step";
import { exampleFleet } from "../stacks/example-fleet";

const fact = (account: string, expectation: string, holds: boolean, found = "x") => ({
  account,
  expectation,
  holds,
  found,
});

const steps: readonly DemoStep[] = [
  { name: "Start", seconds: 1.6, facts: [] },
  { name: "Deploy", seconds: 60, facts: [fact("member-app-dev", "Terraform changed it", true)] },
  {
    name: "Read back",
    seconds: 2,
    facts: [
      fact("management", "state is there", true),
      fact("app-dev", "state is there", true),
      fact("app-dev", "role trusts one", false, "found two\u001b[0m"),
    ],
  },
];

describe("the demo's summary", () => {
  const lines = summary(steps, ["management", "app-dev"]).split("\n");
  const cells = (start: string): readonly string[] =>
    (lines.find((line) => line.includes(start)) ?? "")
      .split("│")
      .map((cell) => cell.trim())
      .slice(1, -1);

  it("has a line for each step with its time and result", () => {
    expect(cells("Start")).toEqual(["Start", "2 s", "done"]);
    expect(cells("Deploy")).toEqual(["Deploy", "60 s", "1 of 1 as expected"]);
    expect(cells("Read back")).toEqual(["Read back", "2 s", "2 of 3 as expected"]);
  });

  it("has a line for each expectation: in how many accounts it holds, or in which it does not", () => {
    expect(cells("read back through")).toEqual(["read back through the AWS API", "accounts"]);
    expect(cells("state is there")).toEqual(["state is there", "held in 2"]);
    expect(cells("role trusts one")).toEqual(["role trusts one", "FAILED in app-dev"]);
  });

  it("fits a terminal of 80 columns, however many accounts and instances there are", () => {
    const accounts = Array.from({ length: 40 }, (_, number) => `account-${number}`);
    const facts = accounts.flatMap((account) => [
      ...[fact(account, "execution role trusts only the administration role and Systems Manager", true)],
      ...[fact(account, "no role and no instance profile is left", false)],
    ]);
    const text = summary([{ name: "Read back what is in each account", seconds: 1234, facts }], accounts);
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBe(80);
    expect(text).toContain("account-39");
  });
});

it("the demo reports every expectation that does not hold as a problem that says what was found", () => {
  expect(brokenExpectations(steps)).toEqual([
    expect.objectContaining({ place: "Read back: app-dev", message: "role trusts one: found two\u001b[0m." }),
  ]);
});

it("the table of shared images names the accounts that may launch them, and the accounts that can describe them", () => {
  const text = sharedImagesTable(
    [
      {
        account: "app-dev",
        region: "ap-northeast-1",
        status: "Success",
        executionId: "e-1",
        instance: "i-1",
        imageId: "ami-1",
        sharedWith: ["555555555555", "999999999999"],
        describedBy: new Map([
          ["111111111111", false],
          ["555555555555", true],
        ]),
      },
    ],
    exampleFleet,
  );
  const [, , , , first, second] = text.split("\n");
  expect(first?.split("│").map((cell) => cell.trim())).toEqual([
    ...["", "app-dev", "ap-northeast-1", "Success", "e-1", "i-1", "ami-1"],
    ...["partner (555555555555)", "partner (555555555555)", ""],
  ]);
  expect(second).toContain("999999999999");
});
