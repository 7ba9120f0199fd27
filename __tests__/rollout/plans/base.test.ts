import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differing, synthesizedHashes } from "../../../src/rollout/plans/base";
import { commitOf, currentRevision } from "../../../src/rollout/plans/git";
import { cleanUp, temporaryFolder } from "../fixtures";
import { placedStack } from "./fixtures";

afterEach(cleanUp);

function git(folder: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, ...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

/** An app that synthesizes one stack for each line of the file `stacks` or of the fleet file: `<name> <content>`. */
const APP = `
const fs = require("node:fs"), path = require("node:path");
const out = process.env.CDKTF_OUTDIR;
const stacks = {};
for (const line of fs.readFileSync(process.env.FLEETBOOK_FLEET || "stacks", "utf8").trim().split("\\n")) {
  const [name, content] = line.split(" ");
  if (name === "broken") throw new Error("broken app");
  fs.mkdirSync(path.join(out, name), { recursive: true });
  fs.writeFileSync(path.join(out, name, "cdk.tf.json"), content);
  stacks[name] = { name, workingDirectory: name, synthesizedStackPath: name + "/cdk.tf.json", dependencies: [] };
}
fs.writeFileSync(path.join(out, "manifest.json"), JSON.stringify({ stacks }));
`;

/** A project in a subfolder of a repository, with one commit. */
function project(stacks: string): string {
  const repository = temporaryFolder();
  const folder = join(repository, "deployment");
  mkdirSync(folder);
  writeFileSync(join(folder, "app.js"), APP);
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ app: "node app.js" }));
  writeFileSync(
    join(folder, "package-lock.json"),
    JSON.stringify({ name: "p", lockfileVersion: 3, packages: { "": {} } }),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "p" }));
  writeFileSync(join(folder, "stacks"), stacks);
  git(repository, "init", "-q", "-b", "main");
  git(repository, "add", "-A");
  git(repository, "commit", "-q", "-m", "first");
  return folder;
}

function hashes(folder: string, env: NodeJS.ProcessEnv = {}, lines: string[] = []) {
  const options = {
    projectFolder: folder,
    env: { ...process.env, ...env },
    log: (line: string) => void lines.push(line),
  };
  const signal = new AbortController().signal;
  return commitOf(folder, "HEAD").then((commit) => synthesizedHashes(commit, { ...options, signal }));
}

const checkouts = () => readdirSync(tmpdir()).filter((name) => name.startsWith("fleetbook-base-"));

// git, npm and a synthesis each start a process, which takes seconds on a busy machine.
jest.setTimeout(120_000);

describe("the revision that a plan is compared with", () => {
  it("is synthesized with its own sources, whatever the folder has now, and leaves no checkout", async () => {
    const folder = project("one 1\ntwo 2\n");
    const before = await hashes(folder);
    writeFileSync(join(folder, "stacks"), "one changed\n");
    await expect(hashes(folder)).resolves.toEqual(before);
    expect([...before.keys()]).toEqual(["one", "two"]);
    expect(git(folder, "worktree", "list").split("\n")).toHaveLength(1);
    expect(checkouts()).toEqual([]);
  });

  it("reads its own version of the fleet file that is named, and today's of one that it does not have", async () => {
    const folder = project("one 1\n");
    writeFileSync(join(folder, "stacks"), "one changed\n");
    const its = await hashes(folder);
    await expect(hashes(folder, { FLEETBOOK_FLEET: join(folder, "stacks") })).resolves.toEqual(its);
    writeFileSync(join(folder, "new-stacks"), "new 1\n");
    const lines: string[] = [];
    const found = await hashes(folder, { FLEETBOOK_FLEET: join(folder, "new-stacks") }, lines);
    expect([...found.keys()]).toEqual(["new"]);
    expect(lines.join("\n")).toContain("so today's is used");
  });

  it("gets its own packages if its package-lock.json is another one, and says so", async () => {
    const folder = project("one 1\n");
    writeFileSync(join(folder, "package-lock.json"), "{}");
    const lines: string[] = [];
    await expect(hashes(folder, {}, lines)).resolves.toHaveProperty("size", 1);
    expect(lines.join("\n")).toContain("npm ci");
  });

  it("is named if it cannot be synthesized", async () => {
    await expect(hashes(project("broken 1\n"))).rejects.toThrow("The revision to compare with cannot be synthesized");
    expect(checkouts()).toEqual([]);
  });

  it("differs in stacks that are new or synthesized differently, and in those that are gone", () => {
    const stacks = ["same", "changed", "new"].map((name) => placedStack(name));
    const base = new Map([
      ["same", "hash-same"],
      ["changed", "other"],
      ["old", "hash-old"],
    ]);
    const { changed, gone } = differing(stacks, base);
    expect(changed.map(({ name }) => name)).toEqual(["changed", "new"]);
    expect(gone).toEqual(["old"]);
  });
});

describe("a revision's name", () => {
  it("is a branch, a tag or a commit", async () => {
    const folder = project("one 1\n");
    const commit = git(folder, "rev-parse", "HEAD");
    await expect(commitOf(folder, "main")).resolves.toBe(commit);
    await expect(commitOf(folder, commit.slice(0, 8))).resolves.toBe(commit);
  });

  it("is refused if git does not know it, with the nearest one", async () => {
    const folder = project("one 1\n");
    git(folder, "branch", "release");
    await expect(commitOf(folder, "relaese")).rejects.toThrow('Git knows no such revision. Did you mean "release"?');
    await expect(commitOf(folder, "--all")).rejects.toThrow("Git knows no such revision.");
  });

  it("is refused in a shallow clone that does not have it, and outside a repository", async () => {
    const origin = project("one 1\n");
    const clone = join(temporaryFolder(), "clone");
    git(origin, "clone", "-q", "--depth", "1", `file://${join(origin, "..")}`, clone);
    await expect(commitOf(clone, "HEAD~1")).rejects.toThrow("it is a shallow clone. Fetch the history");
    await expect(commitOf(temporaryFolder(), "main")).rejects.toThrow("not in a git repository");
  });
});

describe("the revision that is checked out", () => {
  it("is the commit, and the project's files that are not committed", async () => {
    const folder = project("one 1\n");
    const commit = git(folder, "rev-parse", "HEAD");
    await expect(currentRevision(folder)).resolves.toEqual({ commit, uncommitted: [] });
    writeFileSync(join(folder, "stacks"), "one 2\n");
    writeFileSync(join(folder, "..", "elsewhere"), "");
    await expect(currentRevision(folder)).resolves.toMatchObject({ uncommitted: ["deployment/stacks"] });
    await expect(currentRevision(temporaryFolder())).resolves.toBeUndefined();
  });
});
