/** Synthesizes the project's sources with a successor of CDKTF, and compares the stacks with those of the project itself. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { synthesize } from "../rollout/synthesize";
import { compareStacks, type Comparison } from "./compare";
import { installPackages } from "./install";
import { copyProject } from "./project-copy";
import type { Successor } from "./successors";

interface CheckOptions {
  /** Absolute path. */
  readonly projectFolder: string;
  /** Absolute paths of fleet files. */
  readonly fleetFiles: readonly string[];
  /** Absolute path of the folder for copies and syntheses, below the project's folder. */
  readonly workFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The content of each stack's `cdk.tf.json`, by the name of the stack. */
type Stacks = ReadonlyMap<string, unknown>;

const NONE: Stacks = new Map();

/** A stack as the successor synthesizes it. */
export interface StackComparison extends Comparison {
  /** The name of the stack. */
  readonly stack: string;
  readonly fleetFile: string;
  readonly resources: number;
}

/**
 * The stacks of each fleet file as the project's own packages synthesize them.
 * @throws ConfigurationError, OperationError as `synthesize`
 */
export async function ownStacks(options: CheckOptions): Promise<readonly Stacks[]> {
  return stacksOf(options.projectFolder, join(options.workFolder, "own"), options);
}

/**
 * Installs the successor into a copy of the project, and compares each stack with the project's own.
 * @param own the result of `ownStacks`
 * @throws OperationError if its packages cannot be installed, or nothing is synthesized with them
 */
export async function checkSuccessor(
  successor: Successor,
  own: readonly Stacks[],
  options: CheckOptions,
): Promise<readonly StackComparison[]> {
  const folder = join(options.workFolder, successor.name);
  copyProject(options.projectFolder, folder, successor);
  await installPackages(folder, options.env, options.signal);
  const others = await stacksOf(folder, join(folder, "synthesized"), options);
  return options.fleetFiles.flatMap((fleetFile, index) => {
    const before = own[index] ?? NONE;
    const after = others[index] ?? NONE;
    return [...new Set([...before.keys(), ...after.keys()])].map((stack) => ({
      ...{ stack, fleetFile, resources: resourceCount(before.get(stack)) },
      ...compareStacks(before.get(stack), after.get(stack)),
    }));
  });
}

async function stacksOf(projectFolder: string, outputs: string, options: CheckOptions): Promise<readonly Stacks[]> {
  await mkdir(outputs, { recursive: true });
  const all: Stacks[] = [];
  for (const [index, fleetFile] of options.fleetFiles.entries()) {
    const stacks = await synthesize({
      ...{ projectFolder, outputFolder: join(outputs, String(index)), log: options.log, signal: options.signal },
      env: { ...options.env, FLEETBOOK_FLEET: fleetFile },
    });
    const contents = stacks.map(
      async ({ name, synthesizedFile }) =>
        [name, JSON.parse(await readFile(synthesizedFile, "utf8")) as unknown] as const,
    );
    all.push(new Map(await Promise.all(contents)));
  }
  return all;
}

function resourceCount(stack: unknown): number {
  const { resource = {} } = (stack ?? {}) as { readonly resource?: Readonly<Record<string, object>> };
  return Object.values(resource).reduce((count, ofType) => count + Object.keys(ofType).length, 0);
}
