/** Synthesizes the fleet's stacks for the bootstrap, which derives the policies of deploy roles from them. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Fleet } from "../../../fleet/model";
import { PROJECT_FOLDER } from "../../../project/folders";
import type { Interruption } from "../../../rollout/interrupt";
import { placeStacks, type PlacedStack } from "../../../rollout/plans/placed-stack";
import { synthesize } from "../../../rollout/synthesize";
import { workFolder } from "../../../rollout/work-folder";
import { log } from "../../log";

/** Every stack of the fleet but those of the buckets. */
export async function fleetStacks(fleet: Fleet, { signal }: Interruption): Promise<readonly PlacedStack[]> {
  const outputFolder = join(workFolder("bootstrap", PROJECT_FOLDER, fleet, process.env), "stacks");
  // cdktf creates the last folder of a path only.
  await mkdir(outputFolder, { recursive: true });
  const env = { ...process.env, FLEETBOOK_FLEET: fleet.file };
  return placeStacks(await synthesize({ projectFolder: PROJECT_FOLDER, outputFolder, env, log, signal }), fleet);
}
