import { brokenExpectations, summary } from "../../cli/demo-summary";
import type { DemoStep } from "../../demo/demo";

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

  it("has a line for each expectation and a column for each account", () => {
    expect(cells("read back through")).toEqual(["read back through the AWS API", "management", "app-dev"]);
    expect(cells("state is there")).toEqual(["state is there", "held", "held"]);
    expect(cells("role trusts one")).toEqual(["role trusts one", "", "FAILED"]);
  });
});

it("every expectation that does not hold is a problem that says what was found", () => {
  expect(brokenExpectations(steps)).toEqual([
    expect.objectContaining({ place: "Read back: app-dev", message: "role trusts one: found two\u001b[0m." }),
  ]);
});
