/**
 * A fleet of __tests__/fixtures in a sandbox of this process. Its fleet file can be changed as people change it, and each version
 * is deployed by the real Terraform.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import { readCatalogue, type Catalogue } from "../../src/catalogue/catalogue";
import { loadProjectFleet } from "../../src/cli/project";
import { startLocalFleet, type LocalFleet } from "../../src/demo/local-fleet";
import type { Fleet } from "../../src/fleet/model";
import { applyLocally, planLocally } from "../../src/demo/plan-and-apply";
import type { StackResult } from "../../src/rollout/stack-run";
import { readManifest, type SynthesizedStack } from "../../src/rollout/synthesize";
import { readNodes } from "../../src/sandbox/machines/read-nodes";
import { addFleetStacks } from "../../stacks/fleet-app";
import { withQuickTokens } from "../../stacks/quick-tokens";
import type { NodeDescriptions } from "../../src/sandbox/machines/description";
import type { Reloaded } from "../../src/sandbox/reloaded";
import { temporaryFolder } from "./commands";
import { makeBareStateBuckets } from "../../bench/fleet/bare-state-buckets";
import { makeStateBuckets } from "./state-buckets";

const FIXTURES = join(__dirname, "../fixtures");

/** The part of a fleet file that the tests change. */
export interface FleetFile {
  regions: (string | { name: string; retired: boolean })[];
  centralRunbooks: (string | { name: string })[];
  memberAccounts: {
    id: string;
    name: string;
    ou: string;
    regions?: string[];
    retired?: boolean;
    automation?: object;
    associations?: { name: string; schedule?: string }[];
  }[];
}

/** `2 to add, 1 to change, 0 to destroy` as numbers, by stack. A stack without changes is not named. */
export type PlannedChanges = Readonly<
  Record<string, { readonly add: number; readonly change: number; readonly remove: number }>
>;

interface StartOptions {
  readonly makeBuckets?: (local: LocalFleet) => Promise<void>;
  readonly edit?: (file: FleetFile) => void;
}

export class FixtureFleet {
  readonly #catalogue: Catalogue;
  /** Each stack's JSON as it was deployed, by stack. */
  readonly #deployed = new Map<string, string>();
  #file: FleetFile;

  private constructor(
    readonly local: LocalFleet,
    catalogue: Catalogue,
    file: FleetFile,
    private readonly nodes: NodeDescriptions,
  ) {
    this.#catalogue = catalogue;
    this.#file = file;
  }

  /**
   * Starts the sandbox with every account of a fixture. Nothing is deployed yet.
   * @param name of the fixture's folder, with `fleet.yaml` and possibly `nodes.yaml` and `runbooks/`
   * @param options.makeBuckets makes the state buckets
   * @param options.edit changes the fleet file before anything reads it
   */
  static async start(name: string, { makeBuckets = makeStateBuckets, edit }: StartOptions = {}): Promise<FixtureFleet> {
    const [path, nodes, runbooks] = ["fleet.yaml", "nodes.yaml", "runbooks"].map((file) => join(FIXTURES, name, file));
    const catalogue = readCatalogue(existsSync(String(runbooks)) ? runbooks : undefined);
    const file = parse(readFileSync(String(path), "utf8"), { merge: true }) as FleetFile;
    edit?.(file);
    const fleet = edit === undefined ? loadProjectFleet(catalogue, String(path)) : await loadEdited(catalogue, file);
    const described = existsSync(String(nodes)) ? readNodes(String(nodes)) : {};
    const local = await startLocalFleet({ fleet, nodes: described, env: process.env, log: () => undefined });
    try {
      await makeBuckets(local);
    } catch (error) {
      await local.stop();
      throw error;
    }
    return new FixtureFleet(local, catalogue, file, described);
  }

  /** Changes the fleet file. */
  edit(change: (file: FleetFile) => void): void {
    const file = structuredClone(this.#file);
    change(file);
    this.#file = file;
  }

  /** The fleet of the file as it is now. @throws ConfigurationError as `fleetbook validate` reports it */
  get fleet(): Fleet {
    const path = join(this.local.workFolder, "fleet.yaml");
    writeFileSync(path, JSON.stringify(this.#file));
    return loadProjectFleet(this.#catalogue, path);
  }

  /** Makes the running sandbox read the file as it is now, and makes the state buckets of the accounts that it adds. */
  async reload(): Promise<Reloaded> {
    const { fleet } = this;
    const reloaded = await this.local.reload({ fleet, nodes: this.nodes });
    const added = fleet.memberAccounts.filter(({ id, name }) => reloaded.added.includes(`${name} (${id})`));
    await makeBareStateBuckets(fleet, ({ id }) => this.local.accessTo(id), added);
    return reloaded;
  }

  /** Plans the file as it is now, and applies these plans. @returns what they said @throws Error if a stack fails */
  async deploy(): Promise<PlannedChanges> {
    const stacks = await this.#changedStacks();
    const local = { ...this.local, fleet: this.fleet };
    const plans = await planLocally(local, stacks, this.#options());
    const changes = changesOf(await applyLocally(local, plans, stacks, this.#options()));
    for (const { name, synthesizedFile } of stacks) this.#deployed.set(name, readFileSync(synthesizedFile, "utf8"));
    return changes;
  }

  /** Plans these stacks, and changes nothing. @throws Error if a plan fails */
  async plan(...names: readonly string[]): Promise<PlannedChanges> {
    const stacks = (await this.#changedStacks()).filter(({ name }) => names.includes(name));
    expect(stacks.map(({ name }) => name)).toEqual(names);
    const { manifest } = await planLocally({ ...this.local, fleet: this.fleet }, stacks, this.#options());
    return changesOf(manifest.stacks);
  }

  /** The stacks whose JSON is not what was deployed. A plan of the others has no changes. */
  async #changedStacks(): Promise<readonly SynthesizedStack[]> {
    const outdir = join(this.local.workFolder, "cdktf.out");
    mkdirSync(outdir, { recursive: true });
    withQuickTokens(() => {
      const app = new App({ outdir });
      addFleetStacks(app, this.fleet, this.#catalogue.runbooks);
      app.synth();
    });
    const stacks = await readManifest(outdir, () => undefined);
    const changed = stacks.filter(
      ({ name, synthesizedFile }) => this.#deployed.get(name) !== readFileSync(synthesizedFile, "utf8"),
    );
    const names = new Set(changed.map(({ name }) => name));
    return changed.map((stack) => ({ ...stack, dependencies: stack.dependencies.filter((name) => names.has(name)) }));
  }

  #options() {
    const never = new AbortController().signal;
    return {
      terraform: this.local.terraform,
      env: this.local.env,
      log: () => undefined,
      interruption: { signal: never, force: never },
    };
  }
}

async function loadEdited(catalogue: Catalogue, file: FleetFile): Promise<Fleet> {
  const folder = await temporaryFolder();
  try {
    const path = join(folder.path, "fleet.yaml");
    writeFileSync(path, JSON.stringify(file));
    return loadProjectFleet(catalogue, path);
  } finally {
    await folder.remove();
  }
}

function changesOf(results: readonly Pick<StackResult, "stack" | "outcome" | "changes">[]): PlannedChanges {
  const failed = results.filter(({ outcome }) => outcome !== "changed" && outcome !== "unchanged");
  if (failed.length > 0) throw new Error(JSON.stringify(failed, undefined, 2));
  return Object.fromEntries(
    results.filter(({ outcome }) => outcome === "changed").map(({ stack, changes }) => [stack, changes]),
  );
}
