/** A process of its own that applies plans, so that a test can kill it: `node --import tsx apply-plans.ts <job.json>`. */
import { readFileSync } from "node:fs";
import { loadProject } from "../../../src/cli/project";
import { applyLocally } from "../../../src/demo/plan-and-apply";
import { readPlanManifest } from "../../../src/rollout/plans/plan-folder";
import { readManifest } from "../../../src/rollout/synthesize";
import type { TerraformTool } from "../../../src/tools/terraform";

/** What the process is told. */
export interface Job {
  readonly fleetFile: string;
  readonly terraform: TerraformTool;
  /** Folder of the synthesized stacks. */
  readonly synthesized: string;
  /** Folder of their plans. */
  readonly plans: string;
}

async function apply({ fleetFile, terraform, synthesized, plans }: Job): Promise<void> {
  const { fleet } = loadProject(fleetFile);
  const never = new AbortController().signal;
  const rollout = {
    ...{ terraform, env: process.env, log: () => undefined },
    interruption: { signal: never, force: never },
  };
  const stacks = await readManifest(synthesized, () => undefined);
  const set = { folder: plans, manifest: await readPlanManifest(plans) };
  const results = await applyLocally({ fleet, env: process.env, terraform, workFolder: "" }, set, stacks, rollout);
  console.log(JSON.stringify(results));
}

void apply(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Job);
