/** Reads the plans to apply: one folder, or a folder with one folder for each shard. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ConfigurationError } from "../../diagnostics/errors";
import { readPlanManifest } from "./plan-folder";
import type { PlanSet } from "./refusals";

/**
 * @param folder as `plan --out` wrote it, or with such folders in it, as the download of the artifacts of several shards makes it
 * @throws ConfigurationError if there are no plans, if a shard is missing, or if the shards do not belong together
 */
export async function readPlanSets(folder: string): Promise<readonly PlanSet[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.map(({ name }) => name);
  if (names.includes("plans.json")) return [await planSet(folder)];
  const inside = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) =>
        (await readdir(join(folder, name))).includes("plans.json") ? [join(folder, name)] : [],
      ),
  );
  if (inside.flat().length === 0) return [await planSet(folder)];
  return together(folder, await Promise.all(inside.flat().sort().map(planSet)));
}

async function planSet(folder: string): Promise<PlanSet> {
  return { folder, manifest: await readPlanManifest(folder) };
}

/** The folders in one folder, if they belong together. */
function together(place: string, sets: readonly PlanSet[]): readonly PlanSet[] {
  const shards = sets.flatMap(({ manifest }) => manifest.shard ?? []);
  const [first] = shards;
  const refuse = (message: string, remedy: string): never => {
    throw new ConfigurationError({ place, message, remedy });
  };
  if (sets.length > 1 || first !== undefined) {
    if (shards.length !== sets.length) {
      refuse("The folder holds several folders of plans that are not shards of one plan.", "Name one of them.");
    }
    if (new Set(shards.map(({ digest }) => digest)).size > 1) {
      refuse(
        "The shards divide the stacks differently, so a stack may be in none of them.",
        "Plan all shards of the same commit, with the same options, into new folders.",
      );
    }
    const present = new Set(shards.map(({ index }) => index));
    const missing = Array.from({ length: first?.count ?? 0 }, (_, index) => index + 1).filter(
      (each) => !present.has(each),
    );
    if (missing.length > 0) {
      refuse(
        `The plans of shard ${missing.map((each) => `${each}/${first?.count}`).join(", ")} are missing.`,
        "Wait until all shards are planned, and put their folders beside these; or name one folder to apply it alone.",
      );
    }
  }
  return sets;
}

/** The seconds that planning each stack took, from plans of an earlier run. */
export async function measuredSeconds(folder: string): Promise<ReadonlyMap<string, number>> {
  const sets = await readPlanSets(folder);
  const measured = sets.flatMap(({ manifest }) => manifest.stacks.filter(({ outcome }) => outcome !== "interrupted"));
  return new Map(measured.map(({ stack, seconds }) => [stack, seconds]));
}
