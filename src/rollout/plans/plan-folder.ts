/**
 * The folder that keeps plans between `plan` and `apply`. Only its owner can read it, because a plan contains every value of a
 * stack, secrets included.
 *
 * | file                     | holds                                                    |
 * |--------------------------|----------------------------------------------------------|
 * | `plans.json`             | the manifest; it is written last                         |
 * | `<stack>/plan`           | Terraform's plan                                         |
 * | `<stack>/plan.json`      | the same as JSON                                         |
 * | `<stack>/lock.hcl`       | the providers that the plan was made with                |
 * | `<stack>/begun.json`     | when its apply began                                     |
 * | `<stack>/applied.json`   | when it was applied, and what was changed                |
 */
import { access, chmod, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../../diagnostics/errors";
import { planManifest, type PlanManifest } from "./manifest";
import { FLEETBOOK } from "../../diagnostics/called-as";

/** The files of one stack's plan. */
export interface PlanFiles {
  readonly folder: string;
  readonly plan: string;
  readonly json: string;
  readonly lock: string;
  readonly begun: string;
  readonly applied: string;
}

const MANIFEST = "plans.json";

const record = z.object({
  at: z.iso.datetime(),
  changes: z.object({ add: z.number(), change: z.number(), remove: z.number() }),
});

/** That a plan was applied. */
export type AppliedRecord = z.infer<typeof record>;

export function planFiles(folder: string, stack: string): PlanFiles {
  const own = join(folder, stack);
  return {
    folder: own,
    plan: join(own, "plan"),
    json: join(own, "plan.json"),
    lock: join(own, "lock.hcl"),
    begun: join(own, "begun.json"),
    applied: join(own, "applied.json"),
  };
}

/**
 * What is in a folder that is to hold plans; nothing if there is no such folder.
 * @throws ConfigurationError if the folder holds something else than plans
 */
export async function contentOfPlanFolder(folder: string): Promise<readonly string[]> {
  const found: readonly string[] = await readdir(folder).catch((error: unknown): string[] => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw notAFolder(folder, error);
  });
  if (found.length > 0 && !found.includes(MANIFEST)) {
    throw new ConfigurationError({
      place: folder,
      message: "The folder is not empty, and it is not a folder of plans: it has no plans.json.",
      remedy: "Name another folder with --out, or remove this one.",
    });
  }
  return found;
}

/**
 * Makes an empty folder for plans; earlier plans in it are removed.
 * @throws ConfigurationError if the folder holds something else
 */
export async function emptyPlanFolder(folder: string): Promise<void> {
  const found = await contentOfPlanFolder(folder);
  // The manifest stays until the end, so that a run that is killed here leaves a folder that the next one may empty.
  for (const name of found.filter((each) => each !== MANIFEST)) await rm(join(folder, name), { recursive: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await writeFile(join(folder, MANIFEST), "{}\n", { mode: 0o600 });
}

/** Writes the manifest, with which the folder is complete. */
export async function writePlanManifest(folder: string, manifest: PlanManifest): Promise<void> {
  await writeWhole(join(folder, MANIFEST), manifest);
}

/** @throws ConfigurationError if there is no manifest, or if Fleetbook did not write it */
export async function readPlanManifest(folder: string): Promise<PlanManifest> {
  const place = join(folder, MANIFEST);
  let text: string;
  try {
    text = await readFile(place, "utf8");
  } catch {
    throw new ConfigurationError({
      place: folder,
      message: "This is not a folder of plans: it has no plans.json.",
      remedy: `Make the plans first: ${FLEETBOOK} plan.`,
    });
  }
  if (text.trim() === "{}") {
    throw new ConfigurationError({
      place,
      message: "The plan that writes into this folder has not finished, or it was killed.",
      remedy: `Plan again: ${FLEETBOOK} plan --out ${folder}.`,
    });
  }
  const content = jsonOrUndefined(text);
  const parsed = planManifest.safeParse(content);
  if (parsed.success) return parsed.data;
  const reason = content === undefined ? "it is not JSON" : z.prettifyError(parsed.error).replace(/^✖ /, "");
  throw new ConfigurationError({
    place,
    message: `The file is not what this version of Fleetbook writes: ${reason}.`,
    remedy: "Plan again. Plans are applied by the version of Fleetbook that made them.",
  });
}

export async function writeBegun(files: PlanFiles): Promise<void> {
  await writeWhole(files.begun, { at: new Date().toISOString() });
}

export async function writeApplied(files: PlanFiles, changes: AppliedRecord["changes"]): Promise<void> {
  await writeWhole(files.applied, { at: new Date().toISOString(), changes });
  // Terraform does not apply a plan twice, and a plan contains secrets.
  await Promise.all([files.plan, files.json].map((file) => rm(file, { force: true })));
}

/** Copies Terraform's list of providers; a stack without providers has none. */
export async function copyProviders(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** Whether an apply of the plan has begun, in this run or an earlier one. */
export async function hasBegun(files: PlanFiles): Promise<boolean> {
  return hasFile(files.begun);
}

export async function hasFile(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The record of a plan that was applied; undefined if it was not. */
export async function readApplied(files: PlanFiles): Promise<AppliedRecord | undefined> {
  const text = await readFile(files.applied, "utf8").catch(() => undefined);
  return text === undefined ? undefined : record.parse(JSON.parse(text));
}

/** Writes a file whole or not at all. */
async function writeWhole(file: string, content: unknown): Promise<void> {
  const written = `${file}.new`;
  await writeFile(written, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await rename(written, file);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notAFolder(folder: string, error: unknown): ConfigurationError {
  return new ConfigurationError({
    place: folder,
    message: `The folder cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    remedy: "Name another folder with --out.",
  });
}
