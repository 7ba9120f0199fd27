import { formatStep } from "../../src/cli/format-simulation";
import type { SimulatedStep } from "../../src/simulation/run-facts";

const STEP: SimulatedStep = {
  name: "Find",
  action: "aws:executeAwsApi",
  status: "Success",
  inputs: { Service: "sns" },
  outputs: { Topic: "example" },
  seconds: 0,
};

const PLACE = { runbook: "try-it", level: 0 };

describe("a simulated step for a terminal", () => {
  it("has inputs and outputs", () => {
    expect(formatStep(STEP, PLACE, { colored: false, brief: false }).split("\n")).toEqual([
      "Find  aws:executeAwsApi  Success  0 s",
      "  inputs",
      "    Service: sns",
      "  outputs",
      "    Topic: example",
    ]);
  });

  it("names the outputs that found nothing, with their selectors", () => {
    const step = { ...STEP, emptyOutputs: { Name: "$.Topics[0].Name" } };
    expect(formatStep(step, PLACE, { colored: false, brief: false }).split("\n").slice(-2)).toEqual([
      "  found nothing",
      "    Name: $.Topics[0].Name",
    ]);
  });
});
