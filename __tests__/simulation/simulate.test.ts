import { VirtualClock } from "../../src/engine/clock";
import { simulate } from "../../src/simulation/simulate";
import { callStep, NODE, runbookOf, shellStep, sleepStep } from "./runbooks";

describe("a simulation", () => {
  it("returns status, inputs, typed outputs and time of each step", async () => {
    const run = await simulate(
      runbookOf(
        [
          sleepStep("PT90S"),
          callStep(
            "ec2",
            "DescribeImages",
            { Owners: ["{{ Owner }}"] },
            {
              outputs: [
                { Name: "Ids", Selector: "$.Images..ImageId", Type: "StringList" },
                { Name: "First", Selector: "$.Images[0]", Type: "StringMap" },
              ],
            },
          ),
        ],
        { parameters: { Owner: { type: "String" } }, outputs: ["Call.Ids"] },
      ),
      {
        parameters: { Owner: "self" },
        api: { "ec2:DescribeImages": { Images: [{ ImageId: "ami-1", Public: false }] } },
      },
    );
    expect(run).toMatchObject({
      runbook: "try-it",
      status: "Success",
      seconds: 90,
      parameters: { Owner: "self" },
      outputs: { "Call.Ids": ["ami-1"] },
      children: [],
    });
    expect(run.steps).toEqual([
      { name: "Wait", action: "aws:sleep", status: "Success", inputs: { Duration: "PT90S" }, outputs: {}, seconds: 90 },
      {
        name: "Call",
        action: "aws:executeAwsApi",
        status: "Success",
        inputs: { Service: "ec2", Api: "DescribeImages", Owners: ["self"] },
        outputs: { Ids: ["ami-1"], First: { ImageId: "ami-1", Public: false } },
        seconds: 0,
      },
    ]);
  });

  it("names the outputs that found nothing, in the step and in the table", async () => {
    const outputs = [
      { Name: "Id", Selector: "$.Images[0].ImageId", Type: "String" },
      { Name: "Alias", Selector: "$.Images[0].ImageAlias", Type: "String" },
    ] as const;
    const run = await simulate(runbookOf([callStep("ec2", "DescribeImages", {}, { outputs })]), {
      api: { "ec2:DescribeImages": { Images: [{ ImageId: "ami-1" }] } },
    });
    expect(run.expectStatus("Success").step("Call")).toMatchObject({
      outputs: { Id: "ami-1" },
      emptyOutputs: { Alias: "$.Images[0].ImageAlias" },
    });
    expect(String(run)).toMatch(/Id: ami-1; Alias: nothing at \$\.Images\[0\]\.ImageAlias$/m);
  });

  it("accepts typed parameters", async () => {
    const parameters = { Text: "a=1", Count: 3, On: true, Names: ["a", "b"], Map: { A: "1" }, Maps: [{ B: 2 }] };
    const types = ["String", "Integer", "Boolean", "StringList", "StringMap", "MapList"] as const;
    const run = await simulate(
      runbookOf(
        [
          callStep(
            "sns",
            "Publish",
            Object.fromEntries(Object.keys(parameters).map((name) => [name, `{{ ${name} }}`])),
          ),
        ],
        {
          parameters: Object.fromEntries(
            Object.keys(parameters).map((name, index) => [name, { type: types[index] ?? "String" }]),
          ),
        },
      ),
      { parameters, api: { "sns:Publish": {} } },
    );
    expect(run.calls).toEqual([{ name: "sns:Publish", parameters }]);
    expect(run.parameters).toEqual(parameters);
  });

  it.each([
    ["is missing", {}, "Missing required parameters: [Count]."],
    ["is unknown", { Count: 1, Cuont: 1 }, "does not have the parameters [Cuont]"],
    ["has a wrong value", { Count: "many" }, 'Parameter "Count" is of type Integer'],
  ])("does not start if a parameter %s", async (_, parameters, message) => {
    const runbook = runbookOf([sleepStep("PT1S")], { parameters: { Count: { type: "Integer" } } });
    await expect(simulate(runbook, { parameters })).rejects.toMatchObject({
      name: "AutomationError",
      message: expect.stringContaining(message) as string,
    });
  });

  it("starts at the time of its clock, in its account and Region", async () => {
    const run = await simulate(
      runbookOf([
        callStep("sns", "Publish", { At: "{{ global:DATE_TIME }}", In: "{{ global:REGION }}/{{ global:ACCOUNT_ID }}" }),
      ]),
      {
        api: { "sns:Publish": {} },
        clock: new VirtualClock(new Date("2030-05-06T07:08:09Z")),
        location: { region: "eu-west-1" },
      },
    );
    expect(run.calls[0]?.parameters).toEqual({ At: "2030-05-06_07.08.09", In: "eu-west-1/111122223333" });
  });

  it("lists steps that were not reached, and each run of a step in a loop", async () => {
    const run = await simulate(
      runbookOf([
        {
          name: "Each",
          action: "aws:loop",
          inputs: {
            Iterators: ["a", "b"],
            Steps: [callStep("sns", "Publish", { Item: "{{ Each.CurrentIteratorValue }}" })],
          },
        },
        callStep("sns", "Subscribe", {}, { name: "Fail" }),
        sleepStep("PT1S", "Never"),
      ]),
      { api: { "sns:Publish": {} } },
    );
    expect(run.steps.map(({ name, iteration, status }) => [name, iteration, status])).toEqual([
      ["Each", undefined, "Success"],
      ["Call", 1, "Success"],
      ["Call", 2, "Success"],
      ["Fail", undefined, "Failed"],
      ["Never", undefined, "Pending"],
    ]);
    expect(run.step("Call").iteration).toBe(2);
    expect(run.step("Never").seconds).toBeUndefined();
  });

  it("returns the variables", async () => {
    const run = await simulate(
      runbookOf([{ name: "Set", action: "aws:updateVariable", inputs: { Name: "variable:Count", Value: 2 } }], {
        variables: { Count: { type: "Integer", default: 1 } },
      }),
    );
    expect(run.variables).toEqual({ Count: 2 });
  });

  it("reports each step when it ends, those of children with their depth", async () => {
    const told: unknown[] = [];
    const child = { ...runbookOf([sleepStep("PT5S", "Inner")]), name: "child" };
    const run = await simulate(
      runbookOf([{ name: "Start", action: "aws:executeAutomation", inputs: { DocumentName: "child" } }]),
      { documents: [child], onStep: ({ name, seconds }, place) => told.push([name, seconds, place]) },
    );
    expect(told).toEqual([
      ["Inner", 5, { runbook: "child", level: 1 }],
      ["Start", 5, { runbook: "try-it", level: 0 }],
    ]);
    expect(run.child("child").step("Inner").status).toBe("Success");
    expect(() => run.child("other")).toThrow("No step of try-it has started other.");
  });

  it("fails if a step starts an unknown runbook", async () => {
    const start = { name: "Start", action: "aws:executeAutomation", inputs: { DocumentName: "child" } } as const;
    const run = await simulate(runbookOf([start]));
    expect(run.failureMessage).toContain("The simulation has no runbook child: supply one in `documents`.");
  });

  it("runs as the same runbook role as on AWS, without assuming it", async () => {
    const run = await simulate(runbookOf([sleepStep("PT1S")], { assumeRole: "arn:aws:iam::111122223333:role/any" }));
    expect(run.status).toBe("Success");
  });

  it("is cancelled with its signal", async () => {
    const stop = new AbortController();
    const run = await simulate(runbookOf([sleepStep("PT1S", "First"), sleepStep("PT1S", "Second")]), {
      signal: stop.signal,
      onStep: () => stop.abort(),
    });
    expect([run.status, run.step("Second").status]).not.toContain("Success");
  });

  it("fails with the reason that targets are not simulated", async () => {
    const runbook = runbookOf([
      {
        name: "Start",
        action: "aws:executeAutomation",
        inputs: {
          DocumentName: "child",
          TargetParameterName: "Id",
          Targets: [{ Key: "tag:a", Values: ["b"] }],
        },
      },
    ]);
    const child = { ...runbookOf([sleepStep("PT1S")], { parameters: { Id: { type: "String" } } }), name: "child" };
    expect((await simulate(runbook, { documents: [child] })).failureMessage).toContain("Targets are not simulated");
  });
});

describe("the result", () => {
  const failing = () =>
    simulate(
      runbookOf([shellStep(["hostname"], { outputs: [] }), callStep("ec2", "DescribeImages"), sleepStep("PT1S")]),
      {
        nodes: { [NODE]: () => "web-1\n\u001b[31mred" },
      },
    );

  it("converts to a table of the steps, with the whole failure message and no control characters", async () => {
    const lines = String(await failing()).split("\n");
    expect(lines).toEqual([
      "try-it: Failed after 0 s",
      expect.stringMatching(/^ {2}Ask {3}aws:runCommand {5}Success {2}0 s {2}Output: web-1 ⏎ red$/),
      expect.stringMatching(/^ {2}Call {2}aws:executeAwsApi {2}Failed {3}0 s {2}Step fails when .* …$/),
      expect.stringMatching(/^ {2}Wait {2}aws:sleep {10}Pending$/),
      expect.stringContaining("The simulation has no answer to ec2:DescribeImages: supply one in `api`"),
    ]);
  });

  it("shows that table if the status is not the expected one", async () => {
    const run = await failing();
    expect(run.expectStatus("Failed")).toBe(run);
    expect(() => run.expectStatus("Success")).toThrow(
      `The status of try-it is Failed; expected Success.\n\n${String(run)}`,
    );
  });

  it("lists the existing steps if the requested one does not exist", async () => {
    const run = await failing();
    expect(() => run.step("Aks")).toThrow("try-it has no step Aks; its steps are Ask, Call, Wait.");
  });

  it("is plain data as JSON", async () => {
    const { status, steps } = JSON.parse(JSON.stringify(await failing())) as { status: string; steps: unknown[] };
    expect([status, steps.length]).toEqual(["Failed", 3]);
  });
});
