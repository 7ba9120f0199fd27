/**
 * Two stacks without a provider and with states in the sandbox, so that a plan and an apply take a second. Each resource takes a
 * moment to be replaced, one after the other: an apply can be killed between any two of them.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadNodes, loadProject } from "../../../src/cli/project";
import { PROJECT_FOLDER } from "../../../src/project/folders";
import { startLocalFleet, type LocalFleet } from "../../../src/demo/local-fleet";
import { applyLocally } from "../../../src/demo/plan-and-apply";
import { stateBucketName } from "../../../src/fleet/names";
import { lockOf } from "../../../src/rollout/locks/bucket-lock";
import type { AppliedStack } from "../../../src/rollout/plans/apply-plans";
import { placeStacks } from "../../../src/rollout/plans/placed-stack";
import { planStacks } from "../../../src/rollout/plans/plan-stacks";
import type { PlanSet } from "../../../src/rollout/plans/refusals";
import { rolloutPaths } from "../../../src/rollout/stack-folder";
import { stackStates } from "../../../src/rollout/stack-states";
import { stateBucket, type StateBucket } from "../../../src/rollout/state-bucket";
import { readManifest } from "../../../src/rollout/synthesize";
import { makeStateBuckets } from "../state-buckets";
import type { Job } from "./apply-plans";

/** Names of the stacks by their keys: those of two stacks that the fleet can have. */
const STACKS = { administrator: "administrator", target: "target-management" } as const;
export type Key = keyof typeof STACKS;
export const KEYS = Object.keys(STACKS) as Key[];

const RESOURCES = 5;

export class TwoStacks {
  readonly #bucket: StateBucket;
  #processes = 0;

  private constructor(readonly local: LocalFleet) {
    const { fleet, env, operator } = local;
    const credentials = () => Promise.resolve(operator.credentials);
    this.#bucket = stateBucket(fleet, fleet.managementAccount, credentials, env);
  }

  static async start(): Promise<TwoStacks> {
    const { fleet } = loadProject();
    const local = await startLocalFleet({ fleet, nodes: loadNodes(fleet), env: process.env, log: () => undefined });
    await makeStateBuckets(local);
    return new TwoStacks(local);
  }

  /** Writes the stacks as of a version; each version replaces every resource. @returns their folder */
  synthesize(version: number, name = "cdktf.out"): string {
    const folder = join(this.local.workFolder, name);
    const manifest = KEYS.map((key, index): [string, object] => {
      const path = join("stacks", STACKS[key], "cdk.tf.json");
      mkdirSync(join(folder, "stacks", STACKS[key]), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(this.#stack(key, version)));
      const dependencies = KEYS.slice(0, index).map((each) => STACKS[each]);
      return [
        STACKS[key],
        {
          ...{ name: STACKS[key], workingDirectory: join("stacks", STACKS[key]) },
          ...{ synthesizedStackPath: path, dependencies, constructPath: STACKS[key], annotations: [] },
        },
      ];
    });
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(manifest) }));
    return folder;
  }

  #stack(key: Key, version: number): object {
    const { fleet } = this.local;
    const { id } = fleet.managementAccount;
    const resource = (index: number) => ({
      triggers_replace: [version],
      provisioner: [{ "local-exec": { command: "sleep 0.1" } }],
      ...(index === 0 ? {} : { depends_on: [`terraform_data.r${index - 1}`] }),
    });
    return {
      terraform: {
        backend: {
          s3: {
            ...{ bucket: stateBucketName(fleet, fleet.managementAccount), key: `${key}.tfstate` },
            ...{ region: fleet.homeRegion, allowed_account_ids: [id], use_lockfile: true },
          },
        },
      },
      resource: {
        terraform_data: Object.fromEntries(
          Array.from({ length: RESOURCES }, (_, index) => [`r${index}`, resource(index)]),
        ),
      },
    };
  }

  async plan(synthesized: string, plans = "plans"): Promise<PlanSet> {
    const folder = join(this.local.workFolder, plans);
    const { product, version } = this.local.terraform;
    const manifest = await planStacks(await placeStacks(await this.#stacks(synthesized), this.local.fleet), {
      ...this.#rollout(),
      ...{ folder, about: { uncommitted: [], terraform: { product, version } }, json: false },
      storedState: () => Promise.resolve(undefined),
    });
    return { folder, manifest };
  }

  async apply(synthesized: string, plans: PlanSet): Promise<readonly AppliedStack[]> {
    return applyLocally(this.local, plans, await this.#stacks(synthesized), this.#rollout());
  }

  /** Applies in a process of its own. */
  applyAlone(
    synthesized: string,
    { folder }: PlanSet,
  ): { child: ChildProcess; ended: Promise<readonly AppliedStack[]> } {
    const { fleet, terraform, env, workFolder } = this.local;
    const job: Job = { fleetFile: fleet.file, terraform, synthesized, plans: folder };
    const file = join(workFolder, `job-${(this.#processes += 1)}.json`);
    writeFileSync(file, JSON.stringify(job));
    const child = spawn("node", ["--import", "tsx", join(__dirname, "apply-plans.ts"), file], {
      cwd: PROJECT_FOLDER,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<readonly AppliedStack[]>((done) => {
      child.on("close", () => done(output === "" ? [] : (JSON.parse(output) as AppliedStack[])));
    });
    return { child, ended };
  }

  /** The file that names the Terraform which works on the stack. */
  runRecord(synthesized: string, key: Key): string {
    return rolloutPaths(join(synthesized, "stacks", STACKS[key])).runRecord;
  }

  /** The version of each resource in the state, and whether the state is locked. */
  async stateOf(key: Key): Promise<{ readonly versions: readonly unknown[]; readonly locked: boolean }> {
    const found = await this.#bucket.read(`${key}.tfstate`);
    const { resources = [] } = JSON.parse(found?.text ?? "{}") as {
      resources?: { instances: { attributes: { triggers_replace: { value: unknown[] } } }[] }[];
    };
    const versions = resources.flatMap(({ instances }) =>
      instances.map(({ attributes }) => attributes.triggers_replace.value[0]),
    );
    return { versions, locked: (await lockOf(this.#bucket, `${key}.tfstate`)) !== undefined };
  }

  /** The keys of the locked states that `fleetbook stacks` names, and of all locked states. */
  async locks(): Promise<{ readonly named: readonly string[]; readonly all: readonly string[] }> {
    const objects = await this.#bucket.list();
    const { stacks } = await stackStates(this.local.fleet, this.local.env);
    return {
      named: stacks.flatMap(({ key, lock }) => (lock === undefined ? [] : [key])).sort(),
      all: objects.flatMap(({ key }) => (key.endsWith(".tflock") ? [key.replace(/\.tflock$/, "")] : [])).sort(),
    };
  }

  /** The versions of a state in which every resource has this one. */
  static allAt(version: number): readonly number[] {
    return Array.from({ length: RESOURCES }, () => version);
  }

  #stacks(synthesized: string) {
    return readManifest(synthesized, () => undefined);
  }

  #rollout() {
    const never = new AbortController().signal;
    const { terraform, env } = this.local;
    return { terraform, env, log: () => undefined, interruption: { signal: never, force: never } };
  }
}
