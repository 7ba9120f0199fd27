import { AutomationEngine } from "../../../../src/engine/engine";
import type { StartRequest } from "../../../../src/engine/records";
import {
  automationQuotas,
  limitedTo,
  RUNNING_VARIABLE,
  type Limits,
} from "../../../../src/sandbox/systems-manager/automation/quotas";
import { CALLER, fakePlatform, HOME } from "../../../engine/fake-platform";
import { documentOf, settled } from "../../../engine/run-document";

const ELSEWHERE = { ...HOME, region: "eu-central-1" };
const MANY: Limits = { running: 100, waiting: 100, runningRateControlled: 100, waitingRateControlled: 100 };

/** An engine with small quotas, and documents that sleep an hour or end at once. */
function engineWith(limits: Partial<Limits>) {
  const sleeps = { name: "sleep", action: "aws:sleep", inputs: { Duration: "PT1H" } };
  const nests = { name: "nest", action: "aws:executeAutomation", inputs: { DocumentName: "long" } };
  const quotas = limitedTo(() => ({ ...MANY, ...limits }));
  const parameters = { Target: { type: "String", default: "none" } } as const;
  const long = documentOf([sleeps], { parameters });
  const platform = { ...fakePlatform({ documents: { long, nesting: documentOf([nests]) } }), quotas };
  const engine = new AutomationEngine(platform);
  const start = async (request: Partial<StartRequest> = {}, location = HOME): Promise<string> => {
    const id = await engine.start(location, CALLER, { DocumentName: "long", ...request });
    await settled();
    return id;
  };
  const status = (id: string, location = HOME) => engine.record(location, id).AutomationExecutionStatus;
  return { engine, start, status };
}

describe("Automation's quotas", () => {
  it("keep an execution Pending until another one has ended, in the order in which they came", async () => {
    const { engine, start, status } = engineWith({ running: 1 });
    const ids = [await start(), await start(), await start()];
    const statuses = () => ids.map((id) => status(id));
    expect(statuses()).toEqual(["InProgress", "Pending", "Pending"]);
    await engine.ended(HOME, ids[0] as string);
    await settled();
    expect(statuses()).toEqual(["Success", "InProgress", "Pending"]);
    await engine.ended(HOME, ids[2] as string);
    expect(statuses()).toEqual(["Success", "Success", "Success"]);
  });

  it("refuse an execution if too many are waiting", async () => {
    const { start } = engineWith({ running: 1, waiting: 1 });
    await start();
    await start();
    await expect(start()).rejects.toMatchObject({ code: "AutomationExecutionLimitExceededException" });
  });

  it("are those of one account and Region", async () => {
    const { start, status } = engineWith({ running: 1 });
    await start();
    expect(status(await start({}, ELSEWHERE), ELSEWHERE)).toBe("InProgress");
  });

  it("let an execution that waits be cancelled, and give its place to nobody twice", async () => {
    const { engine, start, status } = engineWith({ running: 1, waiting: 1 });
    const [first, second] = [await start(), await start()];
    engine.stop(HOME, second, "Cancel");
    await settled();
    expect([status(first), status(second)]).toEqual(["InProgress", "Cancelled"]);
    const third = await start();
    expect(status(third)).toBe("Pending");
    engine.stop(HOME, first, "Cancel");
    await settled();
    expect(status(third)).toBe("InProgress");
  });

  it("count the executions that steps start", async () => {
    const { engine, start, status } = engineWith({ running: 2 });
    await start();
    const parent = await start({ DocumentName: "nesting" });
    const child = engine.records(HOME)[0];
    expect(child?.ParentAutomationExecutionId).toBe(parent);
    expect([status(parent), child?.AutomationExecutionStatus]).toEqual(["InProgress", "Pending"]);
  });

  it("have places of their own for rate-controlled executions, which do not keep others waiting", async () => {
    const { start, status } = engineWith({ runningRateControlled: 1, waitingRateControlled: 1 });
    const targets = { TargetParameterName: "Target", Targets: [{ Key: "ParameterValues", Values: ["one"] }] };
    const ids = [await start(targets), await start(targets), await start()];
    expect(ids.map((id) => status(id))).toEqual(["InProgress", "Pending", "InProgress"]);
    await expect(start(targets)).rejects.toMatchObject({ code: "AutomationExecutionLimitExceededException" });
  });
});

describe("The number of executions that run at once", () => {
  const runningWith = (env: NodeJS.ProcessEnv, isAdaptive = false): number => {
    const quotas = automationQuotas({ env, isAdaptive: () => isAdaptive });
    let running = 0;
    while (quotas.enter(HOME, false).admitted === undefined) running += 1;
    return running;
  };

  it("is AWS's, 100, or 500 with adaptive concurrency", () => {
    expect([runningWith({}), runningWith({}, true)]).toEqual([100, 500]);
  });

  it("is the one that a variable sets, which must be a number", () => {
    expect(runningWith({ [RUNNING_VARIABLE]: "3" })).toBe(3);
    expect(() => runningWith({ [RUNNING_VARIABLE]: "many" })).toThrow("no number of executions");
  });
});
