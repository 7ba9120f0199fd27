import { CALLER, HOME } from "../fake-platform";
import { errorOf, documentOf, settled, start } from "../run-document";

const document = documentOf([
  { name: "rest", action: "aws:pause", inputs: {} },
  { name: "after", action: "aws:sleep", inputs: { Duration: "PT1S" } },
]);

describe("aws:pause", () => {
  it("waits without limit until it is resumed", async () => {
    const { engine, id, record, step, ended } = await start(document);
    await settled();
    expect(record().AutomationExecutionStatus).toBe("Waiting");
    expect(step("rest").StepStatus).toBe("Waiting");
    engine.signal(HOME, CALLER, id, "Resume", { StepName: ["rest"] });
    await settled();
    expect(record().AutomationExecutionStatus).toBe("InProgress");
    expect((await ended()).statuses).toEqual(["rest: Success", "after: Success"]);
  });

  it.each([
    ["Approve", { StepName: ["rest"] }, "InvalidAutomationSignalException"],
    ["Resume", { StepName: ["other"] }, "AutomationStepNotFoundException"],
    ["Resume", {}, "AutomationStepNotFoundException"],
    ["StartStep", { StepName: ["after"] }, "InvalidAutomationSignalException"],
  ] as const)("refuses %s with %j", async (type, payload, code) => {
    const { engine, id, ended } = await start(document);
    await settled();
    expect(errorOf(() => engine.signal(HOME, CALLER, id, type, payload))).toMatchObject({ code });
    engine.stop(HOME, id, "Cancel");
    await ended();
  });

  it("times out after timeoutSeconds", async () => {
    const { ended } = await start(documentOf([{ name: "rest", action: "aws:pause", inputs: {}, timeoutSeconds: 30 }]));
    expect((await ended()).status).toBe("TimedOut");
  });
});
