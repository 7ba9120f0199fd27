import { HOME, type Fakes } from "../fake-platform";
import { callStep, documentOf, run, settled, start } from "../run-document";

const ROLE = "arn:aws:iam::111111111111:role/runbook";
const nested = (inputs = {}, rest = {}): unknown => ({
  name: "nested",
  action: "aws:executeAutomation",
  inputs: { DocumentName: "child", ...inputs },
  ...rest,
});
const child = documentOf(
  [
    callStep("ask", "answer", {
      inputs: { Given: "{{ Given }}" },
      outputs: [
        { Name: "Ids", Selector: "$.Ids", Type: "StringList" },
        { Name: "Name", Selector: "$.Name", Type: "String" },
      ],
    }),
  ],
  {
    parameters: { Given: { type: "StringList", default: [] }, Role: { type: "String", default: "" } },
    assumeRole: "{{ Role }}",
    outputs: ["ask.Ids", "ask.Name"],
  },
);
const fakes: Fakes = {
  documents: {
    child,
    failing: documentOf([callStep("broken", "fail")]),
    slow: documentOf([{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } }]),
  },
  api: { "test:answer": () => ({ Ids: ["ami-1", "ami-2"], Name: "x" }) },
};

describe("aws:executeAutomation", () => {
  it("runs the child and outputs its ID, its status and its outputs in their order", async () => {
    const { engine, step, ended } = await start(documentOf([nested()]), fakes);
    await ended();
    const { Outputs } = step("nested");
    const [childId = ""] = Outputs?.["ExecutionId"] ?? [];
    expect(Outputs).toEqual({ ExecutionId: [childId], Status: ["Success"], Output: ["ami-1", "ami-2", "x"] });
    expect(engine.record(HOME, childId)).toMatchObject({
      DocumentName: "child",
      AutomationExecutionStatus: "Success",
    });
  });

  it("links the child to its parent", async () => {
    const { engine, id, ended } = await start(documentOf([nested()]), fakes);
    await ended();
    const [newest, oldest] = engine.records(HOME);
    expect(newest?.ParentAutomationExecutionId).toBe(id);
    expect(oldest?.AutomationExecutionId).toBe(id);
  });

  it.each<[object, unknown]>([
    [{ Given: ["a", "b"] }, ["a", "b"]],
    [{ Given: "a" }, ["a"]],
    [{ Given: "{{ nothing.there }}" }, undefined],
  ])("passes on parameters that are lists or single values: %j", async (RuntimeParameters, expected) => {
    const { platform } = await run(documentOf([nested({ RuntimeParameters })]), fakes);
    expect(platform.calls[0]?.parameters["Given"]).toEqual(expected);
  });

  it("runs the child as the parent does, with the role of the parent", async () => {
    const document = documentOf([nested()], { assumeRole: ROLE });
    const { platform } = await run(document, fakes);
    expect(platform.calls[0]).toMatchObject({
      hasRole: true,
      identity: { arn: expect.stringContaining("assumed-role/runbook/") as string },
    });
  });

  it("lets the parent's role pass the child a role of its own", async () => {
    const RuntimeParameters = { Role: ["arn:aws:iam::111111111111:role/other"] };
    const { platform } = await run(documentOf([nested({ RuntimeParameters })], { assumeRole: ROLE }), fakes);
    expect(platform.assumed[1]).toMatchObject({
      roleArn: "arn:aws:iam::111111111111:role/other",
      from: expect.stringContaining("assumed-role/runbook/") as string,
    });
  });

  it("fails with the child's failure message", async () => {
    const { step } = await run(documentOf([nested({ DocumentName: "failing" })]), fakes);
    expect(step("nested")).toMatchObject({ StepStatus: "Failed", Outputs: { Status: ["Failed"] } });
    expect(step("nested").FailureMessage).toContain("It is broken");
  });

  it.each([
    ["the document does not exist", { DocumentName: "none" }, "(AutomationDefinitionNotFoundException)"],
    [
      "a parameter is wrong",
      { RuntimeParameters: { Other: ["x"] } },
      "(InvalidAutomationExecutionParametersException)",
    ],
  ])("fails if %s", async (_case, inputs, message) => {
    const { step } = await run(documentOf([nested(inputs)]), fakes);
    expect(step("nested").FailureMessage).toContain(`${message} when calling the StartAutomationExecution operation`);
  });

  it("fails if the role is not allowed to start the child", async () => {
    const asked: string[] = [];
    const { step } = await run(documentOf([nested()], { assumeRole: ROLE }), {
      ...fakes,
      allowed: (action, resource) => {
        asked.push(`${action} ${resource}`);
        return false;
      },
    });
    expect(asked).toEqual([
      "ssm:StartAutomationExecution arn:aws:ssm:eu-west-1:111111111111:automation-definition/child:$DEFAULT",
    ]);
    expect(step("nested").FailureDetails?.FailureType).toBe("Permission");
  });

  it("fails if the role is not allowed to follow the child, which goes on", async () => {
    const { step, engine, ended } = await start(documentOf([nested()], { assumeRole: ROLE }), {
      ...fakes,
      allowed: (action) => action !== "ssm:GetAutomationExecution",
    });
    await ended();
    expect(step("nested").FailureMessage).toContain("is not authorized to perform: ssm:GetAutomationExecution");
    expect(engine.records(HOME)[0]).toMatchObject({ DocumentName: "child", AutomationExecutionStatus: "Success" });
  });

  it("leaves the child running if the role is not allowed to stop it", async () => {
    const { engine, id, ended } = await start(documentOf([nested({ DocumentName: "slow" })]), {
      ...fakes,
      allowed: (action) => action !== "ssm:StopAutomationExecution",
    });
    await settled();
    engine.stop(HOME, id, "Cancel");
    expect((await ended()).status).toBe("Cancelled");
    expect(engine.records(HOME)[0]).toMatchObject({ DocumentName: "slow", AutomationExecutionStatus: "InProgress" });
  });

  it("checks permissions for Amazon's documents on ARNs without an account", async () => {
    const asked: string[] = [];
    await run(documentOf([nested({ DocumentName: "AWS-CreateImage", DocumentVersion: "3" })]), {
      ...fakes,
      allowed: (_action, resource) => asked.push(resource) > 1,
    });
    expect(asked[0]).toBe("arn:aws:ssm:eu-west-1::automation-definition/AWS-CreateImage:3");
  });

  it("cancels the child when it is cancelled", async () => {
    const { engine, id, ended } = await start(documentOf([nested({ DocumentName: "slow" })]), fakes);
    await settled();
    engine.stop(HOME, id, "Cancel");
    const { status, platform } = await ended();
    expect(status).toBe("Cancelled");
    expect(engine.records(HOME).map(({ AutomationExecutionStatus }) => AutomationExecutionStatus)).toEqual([
      "Cancelled",
      "Cancelled",
    ]);
    expect(platform.clock.now()).toEqual(new Date("2026-01-15T10:00:00Z"));
  });

  it("cancels a child that is being started", async () => {
    let cancel = (): void => undefined;
    const hesitant = documentOf([{ name: "wait", action: "aws:sleep", inputs: { Duration: "PT1H" } }], {
      parameters: { Stored: { type: "String", default: "{{ssm:/x}}" } },
    });
    const { engine, id, ended } = await start(documentOf([nested({ DocumentName: "hesitant" })]), {
      documents: { hesitant },
      api: {
        "ssm:GetParameters": async () => {
          await new Promise(setImmediate);
          cancel();
          return { Parameters: [{ Name: "/x", Type: "String", Value: "" }] };
        },
      },
    });
    cancel = () => engine.stop(HOME, id, "Cancel");
    await ended();
    expect(engine.records(HOME).map(({ AutomationExecutionStatus }) => AutomationExecutionStatus)).toEqual([
      "Cancelled",
      "Cancelled",
    ]);
  });

  it("cancels the child when the step times out", async () => {
    const { engine, ended } = await start(documentOf([nested({ DocumentName: "slow" }, { timeoutSeconds: 5 })]), fakes);
    expect((await ended()).status).toBe("TimedOut");
    expect(engine.records(HOME)[0]?.AutomationExecutionStatus).toBe("Cancelled");
  });

  it("can be nested at most five levels deep", async () => {
    const { engine, ended } = await start(documentOf([nested({ DocumentName: "tested" })]));
    const { status } = await ended();
    expect(status).toBe("Failed");
    expect(engine.records(HOME)).toHaveLength(5);
    expect(engine.records(HOME)[0]?.FailureMessage).toContain("5 levels");
  });

  it("gives the child its tags", async () => {
    const Tags = [{ Key: "for", Value: "{{ global:REGION }}" }];
    const { engine, step, ended } = await start(documentOf([nested({ Tags })]), fakes);
    await ended();
    const [childId = ""] = step("nested").Outputs?.["ExecutionId"] ?? [];
    expect(engine.tags(HOME, childId)).toEqual([{ Key: "for", Value: HOME.region }]);
  });

  it("fails if a tag of the child is reserved", async () => {
    const { step } = await run(documentOf([nested({ Tags: [{ Key: "aws:a", Value: "" }] })]), fakes);
    expect(step("nested").FailureMessage).toContain("aws: prefixed tag key names are not allowed");
  });

  it("can start the child for targets", async () => {
    const { engine, ended } = await start(
      documentOf([
        nested({
          TargetParameterName: "Given",
          Targets: [{ Key: "ParameterValues", Values: ["a", "b"] }],
          MaxConcurrency: "2",
        }),
      ]),
      fakes,
    );
    expect((await ended()).status).toBe("Success");
    expect(engine.records(HOME).flatMap(({ Target }) => Target ?? [])).toEqual(["b", "a"]);
  });
});
