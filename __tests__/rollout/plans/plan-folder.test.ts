import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlanManifest } from "../../../src/rollout/plans/manifest";
import { emptyPlanFolder, readPlanManifest, writePlanManifest } from "../../../src/rollout/plans/plan-folder";
import { measuredSeconds, readPlanSets } from "../../../src/rollout/plans/plan-sets";
import { NO_CHANGES } from "../../../src/rollout/output";
import { cleanUp, temporaryFolder } from "../fixtures";
import { ABOUT } from "./fixtures";

afterEach(cleanUp);

function manifest(shard?: PlanManifest["shard"], stack = "administrator"): PlanManifest {
  const plan = {
    ...{ stack, account: { id: "111111111111", name: "management" }, dependencies: [], hash: "h", waitsFor: [] },
    ...{ outcome: "unchanged" as const, changes: NO_CHANGES, drifted: false, seconds: 2.5, problems: [] },
  };
  const created = "2026-11-29T20:00:00.000Z";
  return { format: 1, created, ...ABOUT, stacks: [plan], ...(shard === undefined ? {} : { shard }) };
}

async function plans(folder: string, content: PlanManifest): Promise<void> {
  await emptyPlanFolder(folder);
  await writePlanManifest(folder, content);
}

describe("a folder of plans", () => {
  it("is emptied of earlier plans", async () => {
    const folder = join(temporaryFolder(), "new", "plans");
    await plans(folder, manifest());
    mkdirSync(join(folder, "administrator"));
    await emptyPlanFolder(folder);
    expect(readdirSync(folder)).toEqual(["plans.json"]);
  });

  it("is not made of a folder with something else in it", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "letter.txt"), "");
    await expect(emptyPlanFolder(folder)).rejects.toThrow("not a folder of plans");
    expect(readdirSync(folder)).toEqual(["letter.txt"]);
  });

  it("is refused while it is not complete", async () => {
    const folder = temporaryFolder();
    await emptyPlanFolder(folder);
    await expect(readPlanManifest(folder)).rejects.toThrow("has not finished");
  });

  it("is refused if it has no manifest, a broken one, or one that leads out of the folder", async () => {
    const folder = temporaryFolder();
    await expect(readPlanManifest(folder)).rejects.toThrow("it has no plans.json");
    const file = join(folder, "plans.json");
    writeFileSync(file, "{broken");
    await expect(readPlanManifest(folder)).rejects.toThrow(
      "not what this version of Fleetbook writes: it is not JSON.",
    );
    writeFileSync(file, JSON.stringify(manifest(undefined, "../elsewhere")));
    await expect(readPlanManifest(folder)).rejects.toThrow("stacks[0].stack");
  });

  it("says how long each stack took", async () => {
    const folder = temporaryFolder();
    await plans(folder, manifest());
    await expect(measuredSeconds(folder)).resolves.toEqual(new Map([["administrator", 2.5]]));
  });
});

describe("the folders of several shards", () => {
  const shard = (index: number, digest = "d") => ({ index, count: 2, digest });

  async function folderOf(...manifests: readonly PlanManifest[]): Promise<string> {
    const folder = temporaryFolder();
    for (const [index, each] of manifests.entries()) await plans(join(folder, `plans-${index}`), each);
    return folder;
  }

  it("are read together from the folder that they are in", async () => {
    const folder = await folderOf(manifest(shard(1)), manifest(shard(2), "guards"));
    const sets = await readPlanSets(folder);
    expect(sets.map((set) => set.manifest.stacks[0]?.stack)).toEqual(["administrator", "guards"]);
  });

  it("are refused if one is missing, if they divide the stacks differently, or if they are no shards", async () => {
    await expect(readPlanSets(await folderOf(manifest(shard(1)), manifest(shard(1))))).rejects.toThrow(
      "shard 2/2 are missing",
    );
    await expect(readPlanSets(await folderOf(manifest(shard(1)), manifest(shard(2, "e"))))).rejects.toThrow(
      "divide the stacks differently",
    );
    await expect(readPlanSets(await folderOf(manifest(), manifest()))).rejects.toThrow("not shards of one plan");
    await expect(readPlanSets(await folderOf(manifest(shard(2))))).rejects.toThrow("shard 1/2 are missing");
  });
});
