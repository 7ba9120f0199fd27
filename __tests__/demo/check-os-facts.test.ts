import type { StepResult } from "../../src/demo/check-os";
import { runFacts } from "../../src/demo/check-os-facts";
import { exampleFleet } from "../stacks/example-fleet";

const STEPS = ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"];

const answers = (account: string): StepResult[] =>
  STEPS.map((step) => ({ account, instance: `i-${account}`, step, status: "Success", seconds: 1, text: "answer" }));
const timeout = (account: string): StepResult[] =>
  answers(account).map((step, index) => ({ ...step, status: index === 0 ? "TimedOut" : "Pending", text: "" }));

const brokenWith = (steps: readonly StepResult[], status = "Success"): readonly string[] =>
  runFacts({ executionId: "e", status, steps }, exampleFleet, "i-app-prod")
    .filter(({ holds }) => !holds)
    .map(({ account, expectation }) => `${account}: ${expectation}`);

describe("a run of check-os", () => {
  const good = [...answers("app-dev"), ...answers("app-staging"), ...timeout("app-prod")];

  it("meets every expectation with five answers from each instance and a time-out on the stopped instance", () => {
    expect(brokenWith(good)).toEqual([]);
  });

  it("does not meet the expectations if the execution has failed", () => {
    expect(brokenWith(good, "Failed")).toEqual(["management: check-os ended in every account"]);
  });

  it("does not meet the expectations if an account has no steps", () => {
    expect(brokenWith(good.filter(({ account }) => account !== "app-dev"))).toEqual([
      "app-dev: check-os ran on the EC2 target",
    ]);
  });

  it("does not meet the expectations if an answer is empty", () => {
    const empty = good.map((step) => (step.account === "app-dev" ? { ...step, text: "" } : step));
    expect(brokenWith(empty)).toEqual(["app-dev: check-os got five answers from the EC2 target"]);
  });

  it("does not meet the expectations if the stopped instance has answered", () => {
    expect(brokenWith([...answers("app-dev"), ...answers("app-staging"), ...answers("app-prod")])).toEqual([
      "app-prod: check-os times out on the stopped EC2 target",
    ]);
  });
});
