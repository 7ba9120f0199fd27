/** What a revision of the project synthesizes, with its own sources, so that only stacks that differ from it are planned. */
import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { InterruptedError, OperationError } from "../../diagnostics/errors";
import { installWithNpm } from "../../tools/npm";
import { synthesize } from "../synthesize";
import { withCheckout } from "./git";
import { hashOf, type PlacedStack } from "./placed-stack";

interface BaseOptions {
  readonly projectFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The hash of each stack's synthesized JSON, by stack. */
export type StackHashes = ReadonlyMap<string, string>;

/**
 * Synthesizes a commit in a checkout of its own. It shares the project's node_modules if both have the same package-lock.json;
 * otherwise its packages are installed.
 * @throws OperationError if the commit cannot be synthesized
 */
export async function synthesizedHashes(commit: string, options: BaseOptions): Promise<StackHashes> {
  const { projectFolder, env, signal } = options;
  const log = (line: string): void => options.log(`${commit.slice(0, 12)}: ${line}`);
  return withCheckout(projectFolder, commit, async (folder) => {
    await installPackages(folder, { ...options, log });
    try {
      const stacks = await synthesize({
        projectFolder: folder,
        outputFolder: join(folder, "cdktf.out"),
        env: withOwnFleetFile(env, projectFolder, folder, log),
        log,
        signal,
      });
      const hashes = stacks.map(
        async ({ name, synthesizedFile }) => [name, hashOf(await readFile(synthesizedFile))] as const,
      );
      return new Map(await Promise.all(hashes));
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      throw new OperationError({
        place: `commit ${commit.slice(0, 12)}`,
        message: `The revision to compare with cannot be synthesized: ${error instanceof Error ? error.message : String(error)}`,
        remedy: "Name a revision that synthesizes, or plan without --since.",
      });
    }
  });
}

/** The stacks that a revision synthesizes differently or not at all, and the names of those that only it has. */
export function differing(
  stacks: readonly PlacedStack[],
  base: StackHashes,
): { readonly changed: readonly PlacedStack[]; readonly gone: readonly string[] } {
  const names = new Set(stacks.map(({ name }) => name));
  return {
    changed: stacks.filter(({ name, hash }) => base.get(name) !== hash),
    gone: [...base.keys()].filter((name) => !names.has(name)),
  };
}

async function installPackages(folder: string, { projectFolder, env, log, signal }: BaseOptions): Promise<void> {
  const [own, its] = await Promise.all(
    [projectFolder, folder].map((each) => readFile(join(each, "package-lock.json"), "utf8").catch(() => "")),
  );
  const installed = join(projectFolder, "node_modules");
  if (own === its) {
    if (existsSync(installed)) await symlink(installed, join(folder, "node_modules"));
    return;
  }
  log("package-lock.json is another one, so its packages are installed (npm ci)");
  try {
    await installWithNpm(["ci", "--prefer-offline"], { folder, env, signal });
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    throw new OperationError({
      place: "npm ci",
      message: `The packages of the revision to compare with cannot be installed: ${error instanceof Error ? error.message : String(error)}`,
      remedy: "Plan without --since, or name the stacks.",
    });
  }
}

/** The environment in which the revision reads its own version of a fleet file that the environment names. */
function withOwnFleetFile(
  env: NodeJS.ProcessEnv,
  projectFolder: string,
  folder: string,
  log: (line: string) => void,
): NodeJS.ProcessEnv {
  if (!env.FLEETBOOK_FLEET) return env;
  const file = resolve(projectFolder, env.FLEETBOOK_FLEET);
  const inside = relative(projectFolder, file);
  const own = join(folder, inside);
  if (!inside.startsWith("..") && !isAbsolute(inside) && existsSync(own)) return { ...env, FLEETBOOK_FLEET: own };
  log(`it has no ${file}, so today's is used`);
  return { ...env, FLEETBOOK_FLEET: file };
}
