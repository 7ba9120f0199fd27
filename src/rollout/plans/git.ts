/** Asks git what revision the project has, and checks out another one in a folder of its own. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ConfigurationError, OperationError } from "../../diagnostics/errors";
import { didYouMean } from "../../diagnostics/did-you-mean";

/** The project's revision. */
export interface Revision {
  readonly commit: string;
  /** Files of the project that were changed and not committed, from the project's folder. */
  readonly uncommitted: readonly string[];
}

/** The revision that is checked out; undefined if the project is not in a git repository, or if nothing is committed. */
export async function currentRevision(projectFolder: string): Promise<Revision | undefined> {
  const head = await git(projectFolder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  if (head.failed) return undefined;
  const status = await git(projectFolder, "status", "--porcelain", "-z", "--no-renames", "--", ".");
  // Each entry is two letters, a space and the path.
  const uncommitted = status.stdout.split("\0").flatMap((entry) => (entry === "" ? [] : [entry.slice(3)]));
  return { commit: head.stdout.trim(), uncommitted };
}

/**
 * The commit that a name stands for.
 * @throws ConfigurationError if there is no repository or no such revision, or if it is not in a shallow clone
 */
export async function commitOf(projectFolder: string, ref: string): Promise<string> {
  if (!ref.startsWith("-")) {
    const found = await git(projectFolder, "rev-parse", "--verify", "--quiet", `${ref}^{commit}`);
    if (!found.failed) return found.stdout.trim();
  }
  const place = `--since ${ref}`;
  const shallow = await git(projectFolder, "rev-parse", "--is-shallow-repository");
  if (shallow.failed) {
    throw new ConfigurationError({
      place,
      message: `${projectFolder} is not in a git repository, or git is not installed.`,
      remedy: "Plan without --since, or name the stacks.",
    });
  }
  if (shallow.stdout.trim() === "true") {
    throw new ConfigurationError({
      place,
      message: "This clone does not have the revision: it is a shallow clone.",
      remedy: "Fetch the history: git fetch --unshallow; with actions/checkout: fetch-depth: 0.",
    });
  }
  const { stdout } = await git(projectFolder, "for-each-ref", "--format=%(refname:short)");
  throw new ConfigurationError({
    place,
    message: "Git knows no such revision.",
    remedy: didYouMean(
      ref,
      stdout.split("\n").filter(Boolean),
      "Name a branch, a tag or a commit. git fetch gets new ones.",
    ),
  });
}

/**
 * Checks out a commit in a temporary folder, and removes it after the work.
 * @param work receives the project's folder in it
 */
export async function withCheckout<T>(
  projectFolder: string,
  commit: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const parent = await mkdtemp(join(tmpdir(), "fleetbook-base-"));
  const checkout = join(parent, "base");
  try {
    const prefix = (await git(projectFolder, "rev-parse", "--show-prefix")).stdout.trim();
    const added = await git(projectFolder, "worktree", "add", "--quiet", "--detach", checkout, commit);
    if (added.failed) {
      throw new OperationError({
        message: `Git cannot check out ${commit.slice(0, 12)}: ${added.stderr.trim()}`,
        remedy: "Correct this, or plan without --since.",
      });
    }
    return await work(join(checkout, prefix));
  } finally {
    await git(projectFolder, "worktree", "remove", "--force", checkout);
    await rm(parent, { recursive: true, force: true });
    await git(projectFolder, "worktree", "prune");
  }
}

interface Answer {
  readonly failed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

async function git(folder: string, ...args: readonly string[]): Promise<Answer> {
  try {
    const { stdout, stderr } = await promisify(execFile)("git", ["-C", folder, ...args], { maxBuffer: 64 * 2 ** 20 });
    return { failed: false, stdout, stderr };
  } catch (error) {
    return { failed: true, stdout: "", stderr: error instanceof Error ? error.message : String(error) };
  }
}
