import { ProjectRuns } from "../../src/cli/project-runs";
import type { ResolvedRequest } from "../../src/operations/request/request";
import type { Runs } from "../../src/operations/runs/runs";
import { answering, Outputs, storedRun } from "../operations/fold/stored";
import { entry } from "../operations/preview/fake-preview";
import { exampleFleet } from "../stacks/example-fleet";

const catalogue = { runbooks: new Map([[entry.name, entry]]), faults: [], amazonFolder: "" };

/** Runs that succeed at once. */
function fakeRuns() {
  const started: ResolvedRequest[] = [];
  const outputs = new Outputs();
  const runs = {
    start: (request: ResolvedRequest) => Promise.resolve(`run ${started.push(request)}`),
    ended: (id: string) =>
      Promise.resolve(
        storedRun(answering(outputs, [{ accountId: "222222222222", instance: "i-1", text: id }]), outputs),
      ),
  };
  return { started, project: new ProjectRuns(exampleFleet, catalogue, runs as unknown as Runs) };
}

describe("a run of the project in a test", () => {
  it("starts what a request file would say, and gives the totals and the answers when it has ended", async () => {
    const { started, project } = fakeRuns();
    const { totals, answers } = await project.toEnd({ runbook: "check-os", accounts: ["app-dev"] });
    expect(started.map(({ places }) => places.map(({ account }) => account.name))).toEqual([["app-dev"]]);
    expect([totals.statuses, answers[0]?.groups[0]?.answer?.text]).toEqual([{ Success: 1 }, "run 1"]);
  });

  it("starts nothing if the request has a fault", async () => {
    const { started, project } = fakeRuns();
    await expect(project.toEnd({ runbook: "check-os", accounts: ["app-devv"] })).rejects.toThrow("app-dev");
    expect(started).toEqual([]);
  });
});
