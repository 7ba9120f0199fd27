import { COMMAND_REMEDIES } from "../../src/simulation/remedies";
import { simulate } from "../../src/simulation/simulate";
import { callStep, NODE, runbookOf, shellStep } from "./runbooks";

const start = (DocumentName: string) => ({ name: "Start", action: "aws:executeAutomation", inputs: { DocumentName } });
const run = (DocumentName: string) => ({
  ...{ name: "Run", action: "aws:runCommand" },
  inputs: { DocumentName, InstanceIds: [NODE] },
});

describe("the messages of a simulation on the command line", () => {
  it.each([
    [callStep("ec2", "describe_images"), "add one to the file of --api FILE, for instance `ec2:DescribeImages: {}`"],
    [start("child"), "put it into runbooks/ as child.yaml"],
    [run("mine"), "name its file with --command-document mine=FILE"],
    [shellStep(["true"]), "in the file of --nodes FILE"],
  ])("name the command's own options: %j", async (step, remedy) => {
    const simulated = await simulate(runbookOf([step as never]), { remedies: COMMAND_REMEDIES });
    expect(simulated.expectStatus("Failed").failureMessage).toContain(remedy);
  });

  it("name answers for which nothing has asked, with the call that was probably meant", async () => {
    const lines: string[] = [];
    const api = { "ec2:DescribeImage": {}, "sns:Publish": {}, "ec2:CreateTags": {} };
    const steps = [callStep("sns", "publish"), { ...callStep("ec2", "DescribeImages"), name: "Other" }];
    await simulate(runbookOf(steps), { api, log: (line) => lines.push(line) });
    expect(lines).toEqual([
      'Nothing has asked for the answer to ec2:DescribeImage. Did you mean "ec2:DescribeImages"?',
      "Nothing has asked for the answer to ec2:CreateTags.",
    ]);
  });
});
