import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { plansOfStacks, refuseMovedStates, refuseOtherOrigin } from "../../../src/rollout/plans/refusals";
import { cleanUp } from "../fixtures";
import { ABOUT, placedStack, planInto, PLANNED_STATE, plansFour, ready, rollout } from "./fixtures";

afterEach(cleanUp);

const stack = () => placedStack("administrator");

async function planned(of = [stack()]) {
  const made = rollout(plansFour());
  const manifest = await planInto(made, of);
  return {
    folder: made.folder,
    manifest,
    sets: [{ folder: made.folder, manifest }],
    plans: ready(made.folder, manifest, of),
  };
}

describe("plans of something else than what is here", () => {
  const here = {
    revision: { commit: "c0ffee", uncommitted: [] },
    endpoint: undefined,
    terraform: ABOUT.terraform,
  };

  it("are not refused if nothing has moved", async () => {
    const { sets } = await planned();
    expect(() => refuseOtherOrigin(sets, here)).not.toThrow();
  });

  it("are refused for another commit, another endpoint and another Terraform, each with its reason", async () => {
    const { sets } = await planned();
    const refuse = (other: Partial<typeof here> | { endpoint: string }) => () =>
      refuseOtherOrigin(sets, { ...here, ...other });
    expect(refuse({ revision: { commit: "decade", uncommitted: [] } })).toThrow(
      "of commit c0ffee, and this is commit decade",
    );
    expect(refuse({ endpoint: "http://127.0.0.1:4566" })).toThrow(
      "are for AWS, and this would apply them to http://127.0.0.1:4566",
    );
    expect(refuse({ terraform: { product: "terraform", version: "1.12.0" } })).toThrow(
      "by terraform 1.11.4, and this is terraform 1.12.0",
    );
  });

  it("are refused if a stack is gone or synthesizes other Terraform", async () => {
    const { sets } = await planned();
    expect(plansOfStacks(sets, [stack()])).toHaveLength(1);
    expect(() => plansOfStacks(sets, [{ ...stack(), hash: "other" }])).toThrow("another one than that of the plan");
    expect(() => plansOfStacks(sets, [])).toThrow("no longer synthesized");
  });

  it("are all refused if the state of one has moved", async () => {
    const { plans } = await planned();
    await expect(refuseMovedStates(plans, () => Promise.resolve(PLANNED_STATE))).resolves.toBeUndefined();
    const moved = () => Promise.resolve({ ...PLANNED_STATE, serial: 9 });
    await expect(refuseMovedStates(plans, moved)).rejects.toThrow("The state has moved");
  });

  it("are not refused for a state that their own apply has moved", async () => {
    const { plans, folder } = await planned();
    writeFileSync(join(folder, "administrator", "begun.json"), "{}");
    const moved = () => Promise.resolve({ ...PLANNED_STATE, serial: 9 });
    await expect(refuseMovedStates(plans, moved)).resolves.toBeUndefined();
  });
});
