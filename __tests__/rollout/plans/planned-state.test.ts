import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasMoved, movedState, plannedState } from "../../../src/rollout/plans/planned-state";
import { cleanUp, temporaryFolder } from "../fixtures";
import { planFile } from "./fixtures";

afterEach(cleanUp);

const none = { lineage: "", serial: 0 };
const third = { lineage: "a", serial: 3 };

describe("the state that a plan was made against", () => {
  it("is in the plan file", async () => {
    const file = join(temporaryFolder(), "plan");
    writeFileSync(file, planFile(third));
    await expect(plannedState(file)).resolves.toEqual(third);
  });

  it("has moved if it has another serial or lineage, if it is gone, or if it is new", () => {
    expect(hasMoved(third, third)).toBe(false);
    expect(hasMoved(third, { ...third, serial: 4 })).toBe(true);
    expect(hasMoved(third, { ...third, lineage: "b" })).toBe(true);
    expect(hasMoved(third, undefined)).toBe(true);
    expect(hasMoved(none, undefined)).toBe(false);
    expect(hasMoved(none, third)).toBe(true);
  });

  it("is named together with what it is now", () => {
    expect(movedState("member-app-dev", none, third)).toMatchObject({
      place: "member-app-dev",
      message: "The state has moved since the plan was made: it was empty and is serial 3 of lineage a.",
    });
  });
});
