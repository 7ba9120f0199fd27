import type { Step } from "../../src/document/model";
import { simulate } from "../../src/simulation/simulate";
import { describeWith } from "../requires";
import { runbookOf } from "./runbooks";

const python = (name: string, text: string): Step => ({
  name,
  action: "aws:executeScript",
  inputs: { Runtime: "python3.11", Handler: "handle", InputPayload: { Number: 20 }, Script: text },
});

describeWith(["python3"], "a Python script in a simulation", () => {
  it("really runs, each script in a process of its own", async () => {
    const count =
      "seen = []\ndef handle(events, context):\n    seen.append(1)\n    return events['Number'] + len(seen)";
    const run = await simulate(runbookOf([python("First", count), python("Second", count)]));
    expect(run.expectStatus("Success").steps.map(({ outputs }) => outputs["Payload"])).toEqual(["21", "21"]);
  });

  it("fails the step with its exception", async () => {
    const run = await simulate(
      runbookOf([python("Raise", "def handle(events, context):\n    raise ValueError('no id')")]),
    );
    expect(run.expectStatus("Failed").failureMessage).toContain("no id");
  });

  it("logs what it prints", async () => {
    const lines: string[] = [];
    const text = "def handle(events, context):\n    print('counting')\n    return 1";
    await simulate(runbookOf([python("Print", text)]), { log: (line) => lines.push(line) });
    expect(lines).toContain("aws:executeScript: counting");
  });
});
