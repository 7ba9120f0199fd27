import { runDemo } from "../../src/demo/demo";
import { EXAMPLE, load } from "../fleet/fleet-file";

it("The demo refuses a fleet without check-os before it starts anything", async () => {
  const never = new AbortController().signal;
  const said: string[] = [];
  const demo = runDemo({
    ...{
      fleet: { ...load(EXAMPLE), centralRunbooks: [] },
      runbooks: new Map(),
      nodes: {},
      projectFolder: "",
      runsFolder: "",
      env: {},
      rounds: 1,
    },
    ...{ log: (line) => said.push(line), interruption: { signal: never, force: never } },
    ...{ onSharedImages: jest.fn(), onRun: jest.fn(), onAct: jest.fn(), onReview: jest.fn(), onStep: jest.fn() },
  });
  await expect(demo).rejects.toThrow("centralRunbooks does not have it");
  expect(said).toEqual([]);
});
